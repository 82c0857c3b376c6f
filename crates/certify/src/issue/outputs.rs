//! Where a certificate and its evidence are written: below `.artifacts/`, by no link elsewhere.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use report::write::{WriteError, atomic_bytes};

use crate::evidence::EvidenceFile;
use crate::run::Keep;

/// The folder of all outputs, as contract files write it.
const ARTIFACTS: &str = "/.artifacts/";

/// The files of one certification.
#[derive(Debug, Clone)]
pub struct Outputs {
    /// The certificate.
    pub json: PathBuf,
    /// Its page for people.
    pub markdown: PathBuf,
    /// The signed envelope.
    pub envelope: PathBuf,
    /// The folder of this runner's evidence.
    evidence: PathBuf,
    /// A second folder for evidence, when the run is recorded.
    recorded: Option<PathBuf>,
}

/// Why there is no place to write to.
#[derive(Debug)]
pub enum OutputFault {
    /// A path of the registry that is not below `/.artifacts/`.
    Outside(String),
    /// The folder is, or lies behind, a link that leaves the repository.
    Link(PathBuf),
    /// It cannot be made.
    Folder(PathBuf, io::Error),
    /// A file cannot be written.
    File(WriteError),
}

impl fmt::Display for OutputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutputFault::Outside(path) => {
                write!(
                    f,
                    "the registry's output path `{}` is not below {ARTIFACTS}",
                    path.escape_debug()
                )
            }
            OutputFault::Link(path) => {
                write!(f, "{}: a link leads out of the repository", path.display())
            }
            OutputFault::Folder(path, error) => write!(f, "{}: {error}", path.display()),
            OutputFault::File(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for OutputFault {}

impl Outputs {
    /// Makes the folders. `out` stands in for `<root>/.artifacts`.
    ///
    /// # Errors
    /// [`OutputFault`], before anything is run: work whose result cannot be written is no work.
    pub fn prepare(
        runner_id: &str,
        json_out: &str,
        md_out: &str,
        root: &Path,
        out: Option<&Path>,
        record: Option<&Path>,
    ) -> Result<Outputs, OutputFault> {
        let base = out.map_or_else(|| root.join(".artifacts"), Path::to_path_buf);
        let inside = |path: &str| below(&base, &path.replace("{runner}", runner_id));
        let (json, markdown) = (inside(json_out)?, inside(md_out)?);
        let outputs = Outputs {
            envelope: json.with_extension("intoto.jsonl"),
            evidence: base.join("evidence").join(runner_id),
            recorded: record.map(|folder| folder.join("evidence")),
            json,
            markdown,
        };
        let files = [&outputs.json, &outputs.markdown];
        let folders = files.iter().filter_map(|file| file.parent()).chain([&*outputs.evidence]);
        for folder in folders {
            make(folder)?;
            // `--out` is the caller's own word; the registry's paths stay in the repository.
            if out.is_none() && leaves(folder, root) {
                return Err(OutputFault::Link(folder.to_path_buf()));
            }
        }
        if let Some(folder) = &outputs.recorded {
            make(folder)?;
        }
        Ok(outputs)
    }

    /// Writes the certificate and its page, and takes away an envelope of an older certificate.
    ///
    /// # Errors
    /// [`OutputFault`].
    pub fn write(&self, json: &str, markdown: &str) -> Result<(), OutputFault> {
        // First the old envelope: should the rest fail, nothing looks signed that is not.
        match fs::remove_file(&self.envelope) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OutputFault::Folder(self.envelope.clone(), error));
            }
            _ => {}
        }
        atomic_bytes(&self.json, json.as_bytes()).map_err(OutputFault::File)?;
        atomic_bytes(&self.markdown, markdown.as_bytes()).map_err(OutputFault::File)
    }

    /// Writes the envelope.
    ///
    /// # Errors
    /// [`OutputFault`].
    pub fn write_envelope(&self, line: &str) -> Result<(), OutputFault> {
        atomic_bytes(&self.envelope, line.as_bytes()).map_err(OutputFault::File)
    }
}

impl Keep for Outputs {
    fn keep(&self, file: &EvidenceFile) -> io::Result<()> {
        for folder in [Some(&self.evidence), self.recorded.as_ref()].into_iter().flatten() {
            let path = folder.join(&file.path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            // Named by its content, so a file that is there already is this one; a torn one of a
            // killed run is shorter.
            if !fs::metadata(&path).is_ok_and(|there| there.len() == file.bytes.len() as u64) {
                fs::write(&path, &file.bytes)?;
            }
        }
        Ok(())
    }
}

/// The file of a registry's path, which must lie below `/.artifacts/`.
fn below(base: &Path, path: &str) -> Result<PathBuf, OutputFault> {
    let outside = || OutputFault::Outside(path.to_owned());
    let relative = path.strip_prefix(ARTIFACTS).ok_or_else(outside)?;
    let plain =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\\');
    if relative.split('/').all(plain) { Ok(base.join(relative)) } else { Err(outside()) }
}

fn make(folder: &Path) -> Result<(), OutputFault> {
    fs::create_dir_all(folder).map_err(|error| OutputFault::Folder(folder.to_path_buf(), error))
}

fn leaves(folder: &Path, root: &Path) -> bool {
    match (folder.canonicalize(), root.canonicalize()) {
        (Ok(folder), Ok(root)) => !folder.starts_with(root),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::runner::{JSON_OUT, MD_OUT};

    fn prepare(json: &str, root: &Path) -> Result<Outputs, OutputFault> {
        Outputs::prepare("rust", json, MD_OUT, root, None, None)
    }

    #[test]
    fn files_stand_where_the_contract_says() {
        let root = tempfile::tempdir().unwrap();
        let outputs = prepare(JSON_OUT, root.path()).unwrap();
        assert_eq!(outputs.json, root.path().join(".artifacts/runner-certification-rust.json"));
        assert_eq!(
            outputs.envelope,
            root.path().join(".artifacts/runner-certification-rust.intoto.jsonl")
        );
    }

    #[test]
    fn no_path_leads_elsewhere() {
        let root = tempfile::tempdir().unwrap();
        for path in
            ["/x.json", "/.artifacts/../x", "/.artifacts//x", ".artifacts/x", "/.artifacts/"]
        {
            let found = prepare(path, root.path());
            assert!(matches!(found, Err(OutputFault::Outside(_))), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_repository_is_refused() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(other.path(), root.path().join(".artifacts")).unwrap();
        assert!(matches!(prepare(JSON_OUT, root.path()), Err(OutputFault::Link(_))));
    }

    #[test]
    fn an_unsigned_certificate_takes_the_old_envelope_away() {
        let root = tempfile::tempdir().unwrap();
        let outputs = prepare(JSON_OUT, root.path()).unwrap();
        outputs.write_envelope("old\n").unwrap();
        outputs.write("{}\n", "#\n").unwrap();
        assert!(!outputs.envelope.exists() && outputs.json.exists());
    }
}
