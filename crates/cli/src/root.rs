//! The repository that contract paths refer to, and the files below it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use validator::context::RootFiles;

/// The most that is read of one file below the root.
const MAX_BYTES: u64 = 64 << 20;

/// The repository's root: the folder given, else the nearest one upwards that holds
/// `specs/01_schema`.
///
/// # Errors
/// When there is none; the text says what was looked for.
pub fn find(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(given) = given {
        return if given.is_dir() {
            Ok(given.to_path_buf())
        } else {
            Err(format!("--root {}: no such folder", given.display()))
        };
    }
    let here = std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
    let found = here.ancestors().find(|folder| folder.join("specs/01_schema").is_dir());
    found.map(Path::to_path_buf).ok_or_else(|| {
        format!("no folder from {} upwards holds specs/01_schema; say --root DIR", here.display())
    })
}

/// The files below a root, as rules may ask for them.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// The files below that folder.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Files { root }
    }

    fn inside(&self, path: &str) -> Option<PathBuf> {
        let relative = path.strip_prefix('/').unwrap_or(path);
        let plain = Path::new(relative)
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)));
        (plain && !self.escapes(path)).then(|| self.root.join(relative))
    }

    /// The nearest part of the path that exists, as written and as it really is. `None` for a
    /// link that leads nowhere (yet): whoever writes there would follow it.
    fn nearest(&self, path: &str) -> Option<(PathBuf, PathBuf)> {
        let mut at = self.root.join(path.strip_prefix('/').unwrap_or(path));
        loop {
            match at.canonicalize() {
                Ok(real) => return Some((at, real)),
                Err(error) if error.kind() != io::ErrorKind::NotFound => return None,
                Err(_) if at.symlink_metadata().is_ok() || !at.pop() => return None,
                Err(_) => {}
            }
        }
    }
}

impl RootFiles for Files {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let path = self.inside(path)?;
        let size = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?.len();
        if size > MAX_BYTES { None } else { fs::read(path).ok() }
    }

    fn escapes(&self, path: &str) -> bool {
        let Ok(root) = self.root.canonicalize() else { return true };
        self.nearest(path).is_none_or(|(_, real)| !real.starts_with(root))
    }

    fn escapes_folder(&self, path: &str, folder: &str) -> bool {
        let Ok(root) = self.root.canonicalize() else { return true };
        let folder = folder.strip_prefix('/').unwrap_or(folder);
        self.nearest(path).is_none_or(|(at, real)| {
            let within = at.starts_with(self.root.join(folder));
            !real.starts_with(if within { root.join(folder) } else { root })
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::Files;
    use std::fs;
    use std::os::unix::fs::symlink;
    use validator::context::RootFiles;

    #[test]
    fn links_that_leave_the_repository_or_the_folder_are_told() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("repository");
        fs::create_dir_all(root.join(".artifacts/deep")).unwrap();
        fs::write(root.join("README.md"), "").unwrap();
        fs::write(place.path().join("outside"), "").unwrap();
        let link = |to: &str, at: &str| symlink(to, root.join(at)).unwrap();
        link("../../outside", ".artifacts/out.json");
        link("../../nothing-yet", ".artifacts/dangling.json");
        link("../README.md", ".artifacts/inside.json");
        link("deep", ".artifacts/neighbour");
        let files = Files::new(root);
        for (path, repository, folder) in [
            ("/.artifacts/new.json", false, false),
            ("/.artifacts/neighbour/new.json", false, false),
            ("/.artifacts/inside.json", false, true),
            ("/.artifacts/out.json", true, true),
            ("/.artifacts/dangling.json", true, true),
            ("/.artifacts/../../outside", true, true),
        ] {
            assert_eq!(files.escapes(path), repository, "{path}");
            assert_eq!(files.escapes_folder(path, "/.artifacts"), folder, "{path}");
        }
        assert!(!files.escapes_folder("/new/folder/x", "/new/folder"));
    }
}
