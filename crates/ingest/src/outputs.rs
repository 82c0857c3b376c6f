//! Writing what a run made: all of it whole, one run at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use report::visible::visible_within;
use report::write::{WriteError, atomic_bytes};

use crate::pace::{Pace, Stop};

/// Why an output could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// A file could not be written; the old one stands.
    Write(WriteError),
    /// A folder could not be made.
    Folder(PathBuf, io::Error),
    /// The lock could not be taken.
    Lock(PathBuf, io::Error),
    /// Another run holds the lock and did not give it back in time.
    Held(PathBuf),
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |path: &Path| visible_within(&path.to_string_lossy(), 400).into_owned();
        match self {
            OutputError::Write(error) => write!(f, "{error}"),
            OutputError::Folder(path, error) => {
                write!(f, "cannot make the folder `{}`: {error}", shown(path))
            }
            OutputError::Lock(path, error) => {
                write!(f, "cannot lock `{}`: {error}", shown(path))
            }
            OutputError::Held(path) => {
                write!(f, "another run holds `{}`; wait for it to end", shown(path))
            }
        }
    }
}

impl std::error::Error for OutputError {}

impl From<WriteError> for OutputError {
    fn from(error: WriteError) -> Self {
        OutputError::Write(error)
    }
}

/// Held as long as a run lasts. The system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

/// Takes the lock of a folder's outputs, waiting for another run to end until `until`.
///
/// # Errors
/// The folder cannot be made or written, or the other run does not end in time.
pub fn lock(
    folder: &Path,
    pace: &dyn Pace,
    stop: &Stop,
    until: Duration,
) -> Result<RunLock, OutputError> {
    make_folder(folder)?;
    let path = folder.join(".runner-status-ingest.lock");
    let failed = |error| OutputError::Lock(path.clone(), error);
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(RunLock { _file: file }),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            Err(TryLockError::WouldBlock) if stop.is_raised() || pace.elapsed() >= until => {
                return Err(OutputError::Held(path));
            }
            Err(TryLockError::WouldBlock) => pace.sleep(Duration::from_millis(100)),
        }
    }
}

/// Writes a file whole, making its folder.
///
/// # Errors
/// The folder or the file cannot be written; an old file stands then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    atomic_bytes(path, bytes).map_err(OutputError::from)
}

/// Writes a file that may exist already with the same bytes, and never changes one.
/// `false` when another one stands there.
///
/// # Errors
/// As [`fn@write`].
pub fn write_once(path: &Path, bytes: &[u8]) -> Result<bool, OutputError> {
    match fs::read(path) {
        Ok(there) => Ok(there == bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => write(path, bytes).map(|()| true),
        Err(error) => Err(OutputError::Folder(path.to_owned(), error)),
    }
}

/// Adds text at the end of a file that others write to as well.
///
/// # Errors
/// The file cannot be opened or written.
pub fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(text.as_bytes())
}

fn make_folder(folder: &Path) -> Result<(), OutputError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::create_dir_all(folder).map_err(|error| OutputError::Folder(folder.to_owned(), error))
}
