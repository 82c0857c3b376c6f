//! The registry behind a certification or a verification.

use std::fs;
use std::path::{Path, PathBuf};

use certify::operator;
use certify::sign::statement::FileDigest;
use contracts::runner::CertificationRegistry;
use report::Exit;
use validator::context::RootFiles;
use validator::judge::Judge;

/// The registry of this toolkit, below `specs/`.
const OURS: &str = "01_schema/runner_certification_registry_v1.yaml";

/// A registry that keeps its contract.
#[derive(Debug)]
pub struct LoadedRegistry {
    /// What it says.
    pub registry: CertificationRegistry,
    /// Where it stands in its repository, with a leading `/`.
    pub path: String,
    /// The digest of its file.
    pub file: FileDigest,
}

/// Loads the registry given, else the one below the root, else the one that is embedded. With
/// `files` its references are followed too.
///
/// # Errors
/// What is wrong and the exit code for it.
pub fn load(
    given: Option<&Path>,
    root: &Path,
    files: Option<&dyn RootFiles>,
    judge: &Judge,
) -> Result<LoadedRegistry, (Exit, String)> {
    let (shown, path, bytes) = find(given, root)?;
    let registry = operator::load(&shown, &bytes, "runner/certification-registry", files, judge)
        .map_err(|fault| {
            let exit = match fault {
                operator::OperatorFault::Bug(_) => Exit::Bug,
                _ => Exit::Usage,
            };
            (exit, format!("the registry {shown} cannot be used:\n{fault}"))
        })?;
    Ok(LoadedRegistry { registry, file: FileDigest::of(path.clone(), &bytes), path })
}

type Found = (String, String, Vec<u8>);

fn find(given: Option<&Path>, root: &Path) -> Result<Found, (Exit, String)> {
    let below = root.join("specs").join(OURS);
    let file: Option<PathBuf> = match given {
        Some(path) => Some(path.to_path_buf()),
        None => Some(below).filter(|path| path.exists()),
    };
    let Some(file) = file else {
        let embedded = specs::file(OURS).ok_or_else(|| {
            (Exit::Usage, "there is no registry; name one with --registry PATH".to_owned())
        })?;
        let path = format!("/specs/{OURS}");
        return Ok((path.clone(), path, embedded.text.as_bytes().to_vec()));
    };
    let shown = file.to_string_lossy().into_owned();
    let bytes = fs::read(&file).map_err(|error| (Exit::Usage, format!("{shown}: {error}")))?;
    Ok((shown, repository_path(&file, root), bytes))
}

/// The path from the root on; a file elsewhere is known by its name, since a path of this machine
/// has no place in a certificate.
fn repository_path(file: &Path, root: &Path) -> String {
    let name = || file.file_name().map(|name| name.to_string_lossy().into_owned());
    let inside = file.canonicalize().ok().zip(root.canonicalize().ok()).and_then(|(file, root)| {
        let parts = file.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    });
    format!("/{}", inside.or_else(name).unwrap_or_default())
}
