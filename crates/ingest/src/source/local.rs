//! Releases in files below the repository root, as local registries name them.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use url::Url;

use super::transport::{Intake, Payload};
use super::trouble::{Cause, Trouble};
use super::want::{Fetched, Source, Want};

/// The placeholder that local registries write for the repository root.
const ROOT: &str = "__ROOT__";

/// The file source: only regular files below the root, links followed only within it.
#[derive(Debug, Clone)]
pub struct Local {
    root: PathBuf,
}

impl Local {
    /// Files below that folder.
    #[must_use]
    pub fn below(root: impl Into<PathBuf>) -> Self {
        Local { root: root.into() }
    }

    fn read(&self, want: &Want<'_>) -> Result<Payload, Trouble> {
        let path = self.locate(want.url)?;
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                Trouble::new(Cause::NoSuchFile, "there is no such file")
            }
            kind => Trouble::new(Cause::Unreadable, format!("the file cannot be read: {kind}")),
        };
        let about = fs::metadata(&path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(Trouble::new(Cause::Unreadable, "it is no regular file"));
        }
        let too_large = || {
            Trouble::new(Cause::TooLarge, format!("more than the limit of {} bytes", want.limit))
        };
        if about.len() > want.limit {
            return Err(too_large());
        }
        let mut file = File::open(&path).map_err(unreadable)?;
        let mut intake = Intake::new(want.limit, want.keep);
        let mut buffer = vec![0_u8; 16 * 1024];
        loop {
            let read = file.read(&mut buffer).map_err(unreadable)?;
            if read == 0 {
                return Ok(intake.finish());
            }
            if !intake.take(buffer.get(..read).unwrap_or(&[])) {
                return Err(too_large());
            }
        }
    }

    /// The file that a `file:` URL names, all links resolved, proved to be below the root.
    fn locate(&self, url: &str) -> Result<PathBuf, Trouble> {
        let outside =
            || Trouble::new(Cause::OutsideRoot, "the file is not below the repository root");
        let root = fs::canonicalize(&self.root).map_err(|error| {
            let detail = format!("the repository root cannot be read: {}", error.kind());
            Trouble::new(Cause::Unreadable, detail)
        })?;
        let path = match relative_to_placeholder(url) {
            Some(below) => root.join(below),
            None => {
                let url = Url::parse(url).map_err(|_| outside())?;
                url.to_file_path().map_err(|()| outside())?
            }
        };
        let steps_up = |path: &Path| path.components().any(|c| c == Component::ParentDir);
        if steps_up(&path) {
            return Err(outside());
        }
        match fs::canonicalize(&path) {
            Ok(real) if real.starts_with(&root) => Ok(real),
            Ok(_) => Err(outside()),
            // Nothing is told of what exists outside.
            Err(_) if path.starts_with(&root) || path.starts_with(&self.root) => {
                Err(Trouble::new(Cause::NoSuchFile, "there is no such file"))
            }
            Err(_) => Err(outside()),
        }
    }
}

/// What stands behind `file://__ROOT__/`. URL parsers take the placeholder for a host name and
/// lower its case, so it is looked for first.
fn relative_to_placeholder(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("file://")?.strip_prefix(ROOT)?;
    let below = rest.strip_prefix('/')?;
    (!below.starts_with('/')).then_some(below)
}

impl Source for Local {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        Fetched::plain(self.read(want))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::want::Part;

    fn fetch(root: &Path, url: &str) -> Result<Payload, Cause> {
        let want = Want {
            lane: "rust",
            part: Part::Release,
            url,
            limit: 100,
            keep: true,
            sha256: None,
            home: None,
        };
        Local::below(root).fetch(&want).outcome.map_err(|trouble| trouble.cause)
    }

    #[test]
    fn files_below_the_root_are_read() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("a/r.json"), "{}").unwrap();
        assert_eq!(fetch(root.path(), "file://__ROOT__/a/r.json").unwrap().bytes, b"{}");
        let plain = format!("file://{}/a/r.json", root.path().display());
        assert_eq!(fetch(root.path(), &plain).unwrap().length, 2);
        assert_eq!(fetch(root.path(), "file://__ROOT__/a/none"), Err(Cause::NoSuchFile));
    }

    #[test]
    fn nothing_outside_the_root_is_read() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        let root = outside.path().join("root");
        fs::create_dir(&root).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.join("link")).unwrap();
        for url in [
            "file://__ROOT__/../secret",
            "file://__ROOT__/link/secret",
            "file://__ROOT__//etc/passwd",
            "file:///etc/passwd",
            "file://elsewhere/etc/passwd",
            "/etc/passwd",
        ] {
            assert_eq!(fetch(&root, url), Err(Cause::OutsideRoot), "{url}");
        }
    }

    #[test]
    fn folders_devices_and_large_files_are_refused() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        fs::write(root.path().join("big"), [0; 101]).unwrap();
        assert_eq!(fetch(root.path(), "file://__ROOT__/a"), Err(Cause::Unreadable));
        assert_eq!(fetch(root.path(), "file://__ROOT__/big"), Err(Cause::TooLarge));
        assert_eq!(fetch(Path::new("/dev"), "file://__ROOT__/zero"), Err(Cause::Unreadable));
    }
}
