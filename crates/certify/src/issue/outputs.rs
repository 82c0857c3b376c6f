//! Where a certificate and its evidence are written: below `.artifacts/`, by no link elsewhere.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use report::write::{WriteError, atomic_bytes};
use validator::proof::digest;

use super::fence::{self, Fence};
use crate::evidence::{self, EvidenceFile};
use crate::observe::{Captured, Observation};
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
    /// What nothing of it leaves.
    fence: Fence,
}

/// Why there is no place to write to.
#[derive(Debug)]
pub enum OutputFault {
    /// A path of the registry that is not below `/.artifacts/`.
    Outside(String),
    /// A link that leads out of the repository (or of `--out`), or stands in a file's place.
    Link(PathBuf),
    /// Something else than a file stands in its place.
    Occupied(PathBuf),
    /// Evidence of that check is not what was written, though nothing but a check ran since.
    Changed(String),
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
                write!(f, "{}: a link, which outputs do not follow", path.display())
            }
            OutputFault::Occupied(path) => {
                write!(f, "{}: no file, and a certificate goes there", path.display())
            }
            OutputFault::Changed(check) => write!(
                f,
                "evidence of {} was changed or taken away while other checks ran",
                check.escape_debug()
            ),
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
        let evidence = base.join("evidence").join(runner_id);
        // `--out` is the caller's own word; the registry's paths stay in the repository.
        let fence = Fence::around(&base, out.is_none().then_some(root))?;
        for folder in [json.parent(), markdown.parent(), Some(&*evidence)].into_iter().flatten() {
            fence.make(folder)?;
        }
        let recorded = record.map(|folder| folder.join("evidence"));
        if let Some(folder) = &recorded {
            Fence::around(folder, None)?;
        }
        let envelope = json.with_extension("intoto.jsonl");
        let outputs = Outputs { json, markdown, envelope, evidence, recorded, fence };
        outputs.admitted()?;
        Ok(outputs)
    }

    /// The folders of evidence.
    fn kept_in(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.evidence).chain(&self.recorded)
    }

    /// Whether every file can be written; asked again after the run, which had the folder too.
    fn admitted(&self) -> Result<(), OutputFault> {
        [&self.json, &self.markdown, &self.envelope]
            .into_iter()
            .try_for_each(|it| self.fence.admits(it))
    }

    /// Whether the evidence still is what was seen: checks can write to its folder too.
    ///
    /// # Errors
    /// [`OutputFault::Changed`] with the first check whose evidence is not.
    pub(super) fn hold(&self, seen: &[Observation]) -> Result<(), OutputFault> {
        let stands = |file: &str, digest: &str, kept: u64| match fs::read(self.evidence.join(file))
        {
            Ok(bytes) => digest::of_bytes(&bytes) == digest,
            // What printed nothing has no file for that.
            Err(error) => kept == 0 && error.kind() == io::ErrorKind::NotFound,
        };
        for one in seen.iter().filter(|one| !one.argv.is_empty()) {
            let folder = evidence::folder(&one.id);
            let output = |what: &str, it: &Captured| {
                stands(&format!("{folder}/{}.{what}", it.sha256), &it.sha256, it.kept)
            };
            let record = evidence::record(one);
            let whole = output("stdout", &one.stdout)
                && output("stderr", &one.stderr)
                && stands(&record.path, &digest::of_bytes(&record.bytes), 1);
            if !whole {
                return Err(OutputFault::Changed(one.id.clone()));
            }
        }
        Ok(())
    }

    /// Writes the certificate and its page, and takes away an envelope of an older certificate.
    ///
    /// # Errors
    /// [`OutputFault`].
    pub fn write(&self, json: &str, markdown: &str) -> Result<(), OutputFault> {
        self.admitted()?;
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
        self.fence.admits(&self.envelope)?;
        atomic_bytes(&self.envelope, line.as_bytes()).map_err(OutputFault::File)
    }
}

impl Keep for Outputs {
    fn keep(&self, file: &EvidenceFile) -> io::Result<()> {
        self.kept_in().try_for_each(|it| fence::keep(it, &file.path, &file.bytes))
    }

    fn forget(&self, file: &EvidenceFile) -> io::Result<()> {
        self.kept_in().try_for_each(|it| fence::forget(it, &file.path))
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
    fn a_link_out_of_the_repository_is_refused_before_and_after_the_run() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let artifacts = root.path().join(".artifacts");
        std::os::unix::fs::symlink(other.path(), &artifacts).unwrap();
        assert!(matches!(prepare(JSON_OUT, root.path()), Err(OutputFault::Link(_))));
        fs::remove_file(&artifacts).unwrap();
        let outputs = prepare(JSON_OUT, root.path()).unwrap();
        std::os::unix::fs::symlink(other.path().join("x"), &outputs.json).unwrap();
        assert!(matches!(outputs.write("{}", "#"), Err(OutputFault::Link(_))));
        fs::remove_dir_all(&artifacts).unwrap();
        std::os::unix::fs::symlink(other.path(), &artifacts).unwrap();
        assert!(matches!(outputs.write("{}", "#"), Err(OutputFault::Link(_))));
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
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
