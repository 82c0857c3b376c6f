//! Reads and writes the repository's own files: the edge of the catalogue.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use catalog::tree::{FIXTURE_FOLDER, Tree};
use serde_json::Value;
use validator::read::{self, Format, Limits};

/// Every file below the given folders (paths from the root on).
///
/// # Errors
/// When a folder or file that is there cannot be read.
pub fn read_folders(root: &Path, folders: &[&str]) -> io::Result<Tree> {
    let mut tree = BTreeMap::new();
    for folder in folders {
        collect(root, &root.join(folder), &mut tree)?;
    }
    Ok(tree)
}

/// What the generator needs: everything below `specs/`, and the golden documents.
///
/// # Errors
/// When something that is there cannot be read.
pub fn read_specs(root: &Path) -> io::Result<Tree> {
    read_folders(
        root,
        &["specs/01_schema", "specs/02_contracts", "specs/03_conformance", FIXTURE_FOLDER],
    )
}

fn collect(root: &Path, folder: &Path, tree: &mut Tree) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, tree)?;
        } else if let Ok(relative) = path.strip_prefix(root) {
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            tree.insert(parts.join("/"), fs::read(&path)?);
        }
    }
    Ok(())
}

/// Writes each file that differs, atomically; gives the paths written.
///
/// # Errors
/// When a file or its folder cannot be written; files before it are written already.
pub fn write_changed(root: &Path, old: &Tree, new: &Tree) -> io::Result<Vec<String>> {
    let mut written = Vec::new();
    for (path, bytes) in new {
        if old.get(path) == Some(bytes) {
            continue;
        }
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        report::write::atomic_bytes(&target, bytes).map_err(io::Error::other)?;
        written.push(path.clone());
    }
    Ok(written)
}

/// Our own reader for files of the tree: duplicate keys are refused, faults name their line.
///
/// # Errors
/// When the text is no single document.
pub fn reader(path: &str, bytes: &[u8]) -> Result<Value, String> {
    let document = read::read(bytes, Format::detect(path, bytes), &Limits::default());
    let worst = document.findings.iter().max_by_key(|finding| finding.severity);
    match (document.value, worst) {
        (Some(value), None) => Ok(value),
        (Some(value), Some(finding)) if finding.severity < contracts::toolkit::Severity::Error => {
            Ok(value)
        }
        (_, Some(finding)) => {
            let line = finding.location.line.unwrap_or(1);
            Err(format!("{path}:{line}: {} ({})", finding.message, finding.code))
        }
        (None, None) => Err(format!("{path}: empty")),
    }
}
