//! Key files on disk.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a private key: readable by its owner alone from the first byte on, and never over
/// something that is there.
///
/// # Errors
/// When the file exists, or cannot be written.
pub fn write_private(path: &Path, text: &str) -> io::Result<()> {
    write_new(path, text, 0o600)
}

/// Writes a public key, never over something that is there.
///
/// # Errors
/// When the file exists, or cannot be written.
pub fn write_public(path: &Path, text: &str) -> io::Result<()> {
    write_new(path, text, 0o644)
}

/// Writes a pair, or neither of the two: a private key whose public half is another pair's would
/// sign what nobody can check.
///
/// # Errors
/// The file that exists already or cannot be written, and why.
pub fn write_pair<'p>(
    (private, secret): (&'p Path, &str),
    (public, shown): (&'p Path, &str),
) -> Result<(), (&'p Path, io::Error)> {
    write_private(private, secret).map_err(|error| (private, error))?;
    write_public(public, shown).map_err(|error| {
        // Made a moment ago, by us.
        let _ = std::fs::remove_file(private);
        (public, error)
    })
}

fn write_new(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut file = create(path, mode)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn create(path: &Path, mode: u32) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Whether others than its owner may read a file; `false` where systems do not say.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        path.metadata().is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_is_its_owners_alone_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (private, public) = (folder.path().join("key"), folder.path().join("key.pub"));
        write_private(&private, "secret").unwrap();
        write_public(&public, "public").unwrap();
        assert!(!is_open_to_others(&private));
        #[cfg(unix)]
        assert!(is_open_to_others(&public));
        let again = write_private(&private, "other").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(private).unwrap(), "secret");
    }

    #[test]
    fn a_pair_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (private, public) = (folder.path().join("key"), folder.path().join("key.pub"));
        write_public(&public, "another").unwrap();
        let (path, error) = write_pair((&private, "secret"), (&public, "public")).unwrap_err();
        assert_eq!((path, error.kind()), (&*public, io::ErrorKind::AlreadyExists));
        assert!(!private.exists());
        assert_eq!(std::fs::read_to_string(&public).unwrap(), "another");
        std::fs::remove_file(&public).unwrap();
        write_pair((&private, "secret"), (&public, "public")).unwrap();
        assert!(private.exists() && public.exists());
    }
}
