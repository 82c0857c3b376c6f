//! A folder that nothing leaves: outputs stay below it, whatever links lie on the way.
//!
//! The programs that a certification runs can write below the root too, so that a link or a pipe
//! may lie where a certificate goes. Neither is followed.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::outputs::OutputFault;

/// A folder by its real path.
#[derive(Debug, Clone)]
pub(super) struct Fence(PathBuf);

impl Fence {
    /// Makes the folder and fences it in.
    ///
    /// # Errors
    /// When it cannot be made, or lies outside of `within`; then nothing was made.
    pub(super) fn around(folder: &Path, within: Option<&Path>) -> Result<Fence, OutputFault> {
        if let Some(root) = within {
            let root = real(root)?;
            if !real(standing(folder))?.starts_with(&root) {
                return Err(OutputFault::Link(folder.to_path_buf()));
            }
        }
        make(folder)?;
        Ok(Fence(real(folder)?))
    }

    /// Makes a folder below.
    ///
    /// # Errors
    /// When it cannot be made, or a link on the way leads out; then nothing was made.
    pub(super) fn make(&self, folder: &Path) -> Result<(), OutputFault> {
        if !real(standing(folder))?.starts_with(&self.0) {
            return Err(OutputFault::Link(folder.to_path_buf()));
        }
        make(folder)
    }

    /// Whether a file can be written there: its folder is still inside, and what stands in its
    /// place, if anything does, is a file and no link.
    ///
    /// # Errors
    /// [`OutputFault`] where it cannot.
    pub(super) fn admits(&self, file: &Path) -> Result<(), OutputFault> {
        let folder = file.parent().unwrap_or(file);
        if !real(folder)?.starts_with(&self.0) {
            return Err(OutputFault::Link(folder.to_path_buf()));
        }
        match fs::symlink_metadata(file) {
            Ok(there) if there.is_file() => Ok(()),
            Ok(there) if there.is_symlink() => Err(OutputFault::Link(file.to_path_buf())),
            Ok(_) => Err(OutputFault::Occupied(file.to_path_buf())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(OutputFault::Folder(file.to_path_buf(), error)),
        }
    }
}

/// Keeps a file that is named by its content, in a folder right below `base`.
///
/// # Errors
/// When it cannot be written, or the folder is a link.
pub(super) fn keep(base: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let file = base.join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
        is_folder(folder)?;
    }
    match create(&file, bytes) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Of an earlier run, and this very content; unless that was torn, or is a trap.
            let regular = fs::symlink_metadata(&file)?.is_file();
            if regular && fs::read(&file)? == bytes {
                return Ok(());
            }
            fs::remove_file(&file)?;
            create(&file, bytes)
        }
        other => other,
    }
}

/// Takes a file away that was kept; one that is not there is no fault.
///
/// # Errors
/// When it cannot be taken away, or the folder is a link.
pub(super) fn forget(base: &Path, path: &str) -> io::Result<()> {
    let file = base.join(path);
    file.parent().map_or(Ok(()), is_folder)?;
    match fs::remove_file(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn is_folder(folder: &Path) -> io::Result<()> {
    if fs::symlink_metadata(folder)?.is_dir() {
        return Ok(());
    }
    let why = format!("{}: a link, where a folder was", folder.display());
    Err(io::Error::new(ErrorKind::NotADirectory, why))
}

fn create(file: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(bytes)
}

/// The nearest folder on the way that is there.
fn standing(folder: &Path) -> &Path {
    let there = folder.ancestors().find(|it| it.exists());
    there.filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn real(folder: &Path) -> Result<PathBuf, OutputFault> {
    folder.canonicalize().map_err(|error| OutputFault::Folder(folder.to_path_buf(), error))
}

fn make(folder: &Path) -> Result<(), OutputFault> {
    fs::create_dir_all(folder).map_err(|error| OutputFault::Folder(folder.to_path_buf(), error))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_made_behind_a_link() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let base = root.path().join(".artifacts");
        symlink(other.path(), &base).unwrap();
        let found = Fence::around(&base, Some(root.path()));
        assert!(matches!(found, Err(OutputFault::Link(_))), "{found:?}");
        fs::remove_file(&base).unwrap();
        let fence = Fence::around(&base, Some(root.path())).unwrap();
        symlink(other.path(), base.join("evidence")).unwrap();
        let found = fence.make(&base.join("evidence/rust"));
        assert!(matches!(found, Err(OutputFault::Link(_))), "{found:?}");
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
    }

    #[test]
    fn neither_a_link_nor_a_pipe_is_written_to() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let fence = Fence::around(root.path(), None).unwrap();
        let file = root.path().join("a.json");
        assert!(fence.admits(&file).is_ok());
        fs::write(&file, "").unwrap();
        assert!(fence.admits(&file).is_ok());
        fs::remove_file(&file).unwrap();
        symlink(other.path().join("new"), &file).unwrap();
        assert!(matches!(fence.admits(&file), Err(OutputFault::Link(_))));
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert!(matches!(fence.admits(&file), Err(OutputFault::Occupied(_))));
    }

    #[test]
    fn evidence_is_what_its_name_says_whatever_stood_there() {
        let (base, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = base.path().join("check/name.stdout");
        let written = || fs::read(&file).unwrap();
        keep(base.path(), "check/name.stdout", b"seen").unwrap();
        keep(base.path(), "check/name.stdout", b"seen").unwrap();
        assert_eq!(written(), b"seen");
        fs::write(&file, "lies").unwrap();
        keep(base.path(), "check/name.stdout", b"seen").unwrap();
        assert_eq!(written(), b"seen");
        fs::remove_file(&file).unwrap();
        symlink(other.path().join("new"), &file).unwrap();
        keep(base.path(), "check/name.stdout", b"seen").unwrap();
        assert!(fs::symlink_metadata(&file).unwrap().is_file() && written() == b"seen");
        symlink(other.path(), base.path().join("trap")).unwrap();
        assert!(keep(base.path(), "trap/name.stdout", b"seen").is_err());
        assert!(forget(base.path(), "trap/name.stdout").is_err());
        forget(base.path(), "check/name.stdout").unwrap();
        forget(base.path(), "check/name.stdout").unwrap();
        assert!(!file.exists());
        assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
    }
}
