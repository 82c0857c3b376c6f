//! Embeds every file below `specs/`, and each YAML file once more as JSON: a process that judges one
//! small document must not spend its time on parsing YAML.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 3] = ["01_schema", "02_contracts", "03_conformance"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut files = Vec::new();
    for folder in FOLDERS {
        println!("cargo:rerun-if-changed={folder}");
        collect(&root, &root.join(folder), &mut files)?;
    }
    files.sort();
    let mut table = String::from("pub(crate) static FILES: &[crate::File] = &[\n");
    for name in &files {
        println!("cargo:rerun-if-changed={name}");
        let json = json_twin(&root, &out, name)?;
        let json = json.map_or("None".to_owned(), |path| format!("Some(include_str!({path:?}))"));
        let path = root.join(name);
        writeln!(
            table,
            "    crate::File {{ path: {name:?}, text: include_str!({path:?}), json: {json} }},"
        )?;
    }
    table.push_str("];\n");
    fs::write(out.join("files.rs"), table)?;
    Ok(())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root)?.to_str().ok_or("a file name is not UTF-8")?;
            files.push(name.replace('\\', "/"));
        }
    }
    Ok(())
}

/// The JSON form of a YAML file, as a file of the build; `None` for other files and for YAML that
/// does not parse (the checks say so with a position; a build must not fail on data).
fn json_twin(root: &Path, out: &Path, name: &str) -> Result<Option<PathBuf>, Box<dyn Error>> {
    if !name.ends_with(".yaml") {
        return Ok(None);
    }
    let text = fs::read_to_string(root.join(name))?;
    let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&text) else { return Ok(None) };
    let path = out.join(name.replace('/', "__")).with_extension("json");
    fs::write(&path, serde_json::to_string(&value)?)?;
    Ok(Some(path))
}
