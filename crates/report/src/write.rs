//! Writing so that a reader sees the old file or the new one, never half of either; and writing
//! to a stream whose reader may leave.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::visible::{NAME_LIMIT, visible_within};

/// Why a file could not be written. The old file, if there was one, is untouched.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    doing: &'static str,
    source: io::Error,
}

/// How writing to a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was written and flushed.
    Written,
    /// The reader closed its end (`… | head`): no error, there is only nobody left to tell.
    ClosedPipe,
}

/// Writes a file at once: into a temporary file of the same folder, flushed to the disk, renamed
/// over the target, the folder flushed too. A link is followed and its target replaced. What is
/// no regular file (a terminal, `/dev/null`, a named pipe) is written to as it is.
///
/// # Errors
/// When the folder is missing or not writable, the disk is full, or `fill` fails.
pub fn atomic(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let failed = |doing| {
        let path = path.to_owned();
        move |source| WriteError { path, doing, source }
    };
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => {
            Err(failed("it is a folder")(io::Error::from(ErrorKind::IsADirectory)))
        }
        Ok(there) if !there.is_file() => {
            let mut device =
                OpenOptions::new().write(true).open(path).map_err(failed("opening"))?;
            fill(&mut device).and_then(|()| device.flush()).map_err(failed("writing"))
        }
        Ok(there) => {
            let target = fs::canonicalize(path).map_err(failed("following the link"))?;
            replace(&target, Some(&there), fill).map_err(|(doing, e)| failed(doing)(e))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => {
            replace(path, None, fill).map_err(|(doing, e)| failed(doing)(e))
        }
        Err(e) => Err(failed("looking at it")(e)),
    }
}

/// Writes bytes at once; see [`atomic`].
///
/// # Errors
/// As [`atomic`].
pub fn atomic_bytes(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    atomic(path, |out| out.write_all(bytes))
}

/// Writes to a stream through a buffer, and tells a reader that left from a fault.
///
/// # Errors
/// When writing fails for any reason but a closed pipe.
pub fn to_stream(
    stream: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Outcome> {
    let mut buffered = BufWriter::with_capacity(64 * 1024, stream);
    let result = fill(&mut buffered).and_then(|()| buffered.flush());
    // Without this the buffer would be written once more when it is dropped.
    let (_stream, _unwritten) = buffered.into_parts();
    match result {
        Ok(()) => Ok(Outcome::Written),
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(Outcome::ClosedPipe),
        Err(e) => Err(e),
    }
}

type Step = (&'static str, io::Error);

fn replace(
    target: &Path,
    old: Option<&fs::Metadata>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Step> {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let temporary = create_in(folder).map_err(at("creating a file in its folder"))?;
    let mut out = BufWriter::new(temporary);
    fill(&mut out).and_then(|()| out.flush()).map_err(at("writing"))?;
    let temporary = out.into_inner().map_err(|e| ("writing", e.into_error()))?;
    if let Some(old) = old {
        temporary
            .as_file()
            .set_permissions(old.permissions())
            .map_err(at("keeping its permissions"))?;
    }
    temporary.as_file().sync_all().map_err(at("flushing it to the disk"))?;
    temporary.persist(target).map_err(|e| ("renaming", e.error))?;
    sync_folder(folder).map_err(at("flushing its folder to the disk"))
}

fn at(doing: &'static str) -> impl FnOnce(io::Error) -> Step {
    move |error| (doing, error)
}

/// A temporary file with a name of its own (the target's may already be as long as the file
/// system allows) and with the permissions of any new file.
fn create_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// A rename is kept over a power failure only once the folder is on the disk. Other systems than
/// Unix have no such call.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.to_string_lossy();
        let path = visible_within(&path, NAME_LIMIT);
        write!(f, "cannot write `{path}`: {}: {}", self.doing, self.source)
    }
}

impl WriteError {
    /// What kind of fault stopped it: `BrokenPipe` where the target is a pipe whose reader left.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.source.kind()
    }
}

impl std::error::Error for WriteError {}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, ErrorKind, Write};

    use tempfile::tempdir;

    use super::{Outcome, atomic, atomic_bytes, to_stream};

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_failure_keeps_the_old_file_and_leaves_no_other() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("matrix.json");
        atomic_bytes(&path, b"old").unwrap();
        let error = atomic(&path, |out| {
            out.write_all(b"half of the new")?;
            out.flush()?;
            Err(ErrorKind::StorageFull.into())
        });
        assert!(error.unwrap_err().to_string().contains("matrix.json`: writing:"));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_and_a_folder_are_refused() {
        let folder = tempdir().unwrap();
        assert!(atomic_bytes(&folder.path().join("none/a"), b"x").is_err());
        assert!(atomic_bytes(folder.path(), b"x").unwrap_err().to_string().contains("a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        atomic_bytes(&link, b"new").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_a_full_one_is_an_error() {
        atomic_bytes("/dev/null".as_ref(), b"x").unwrap();
        assert!(atomic_bytes("/dev/full".as_ref(), b"x").is_err());
    }

    #[test]
    fn a_reader_that_left_is_no_error_and_a_full_disk_is() {
        let fill = |out: &mut dyn Write| out.write_all(b"line\n");
        assert_eq!(to_stream(&mut Vec::new(), fill).unwrap(), Outcome::Written);
        let mut closed = Failing(ErrorKind::BrokenPipe);
        assert_eq!(to_stream(&mut closed, fill).unwrap(), Outcome::ClosedPipe);
        assert!(to_stream(&mut Failing(ErrorKind::StorageFull), fill).is_err());
    }
}
