//! Finding the program that speaks for a runner.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where programs are looked for.
#[derive(Debug, Clone)]
pub struct Search {
    /// The repository root: a path with a leading `/` in the registry stands below it.
    pub root: PathBuf,
    /// The folder that paths on the command line are relative to.
    pub here: PathBuf,
    /// The search path (`PATH`), as the environment has it.
    pub path: Option<OsString>,
    /// Folders that are searched after it, the one of our own program say.
    pub more: Vec<PathBuf>,
}

/// A program to call, with the arguments that come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    /// What was asked for; reports and evidence show this, never a path of this machine.
    pub shown: String,
    /// The program.
    pub program: PathBuf,
    /// Arguments before those of a check.
    pub lead: Vec<String>,
}

/// Why there is no program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdapterFault {
    /// Nothing was asked for.
    Empty,
    /// A path of the registry that leaves the repository.
    Escapes,
    /// No such program, in any place that was searched.
    NotFound,
    /// It is there and cannot be run.
    NotRunnable,
}

impl fmt::Display for AdapterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AdapterFault::Empty => "no adapter is named",
            AdapterFault::Escapes => "the adapter's path leaves the repository",
            AdapterFault::NotFound => "the adapter was not found, on PATH or below the root",
            AdapterFault::NotRunnable => "the adapter is there, but is no file that can be run",
        })
    }
}

impl std::error::Error for AdapterFault {}

impl Adapter {
    /// The adapter of `--adapter`: a program and, after white space, its first arguments. There
    /// is no shell, hence no quoting; a path with spaces works when it names a file as a whole.
    ///
    /// # Errors
    /// [`AdapterFault`] when there is nothing to run.
    pub fn of_command(command: &str, search: &Search) -> Result<Adapter, AdapterFault> {
        let whole = search.here.join(command);
        if command.contains('/') && whole.is_file() {
            return Adapter::found(command, whole, Vec::new());
        }
        let mut words = command.split_whitespace();
        let name = words.next().ok_or(AdapterFault::Empty)?;
        let lead = words.map(str::to_owned).collect();
        let program = if name.contains('/') {
            Some(search.here.join(name)).filter(|path| path.exists())
        } else {
            search.named(name)
        };
        Adapter::found(command, program.ok_or(AdapterFault::NotFound)?, lead)
    }

    /// The adapter of a registry's `entrypoints.public_adapter`: a repository path with a leading
    /// `/`, or a name that is looked for on the search path, then below the root.
    ///
    /// # Errors
    /// [`AdapterFault`] when there is nothing to run.
    pub fn of_registry(adapter: &str, search: &Search) -> Result<Adapter, AdapterFault> {
        let relative = adapter.trim_start_matches('/');
        if relative.is_empty() {
            return Err(AdapterFault::Empty);
        }
        let below = || -> Result<Option<PathBuf>, AdapterFault> {
            let path = search.root.join(relative);
            match (path.canonicalize(), search.root.canonicalize()) {
                (Ok(found), Ok(root)) if !found.starts_with(&root) => Err(AdapterFault::Escapes),
                (Ok(_), Ok(_)) => Ok(Some(path)),
                _ => Ok(None),
            }
        };
        let program =
            if adapter.contains('/') { below()? } else { search.named(adapter).or(below()?) };
        Adapter::found(adapter, program.ok_or(AdapterFault::NotFound)?, Vec::new())
    }

    fn found(shown: &str, program: PathBuf, lead: Vec<String>) -> Result<Adapter, AdapterFault> {
        if !is_runnable(&program) {
            return Err(AdapterFault::NotRunnable);
        }
        Ok(Adapter { shown: shown.to_owned(), program, lead })
    }
}

impl Search {
    fn named(&self, name: &str) -> Option<PathBuf> {
        let path = self.path.clone().unwrap_or_default();
        let folders = std::env::split_paths(&path)
            // An empty or relative entry would run whatever lies in the folder we stand in.
            .filter(|folder| folder.is_absolute())
            .chain(self.more.iter().cloned());
        folders.map(|folder| folder.join(name)).find(|program| is_runnable(program))
    }
}

#[cfg(unix)]
fn is_runnable(program: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    program.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_runnable(program: &Path) -> bool {
    program.is_file()
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)] // clippy does not take this for a test module
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn program(path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "#!/bin/sh\n").unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_name_is_looked_for_on_the_path_then_below_the_root() {
        let folder = tempfile::tempdir().unwrap();
        let (root, bin) = (folder.path().join("root"), folder.path().join("bin"));
        program(&root.join("run"));
        program(&bin.join("run"));
        let mut search = Search {
            root: root.clone(),
            here: folder.path().into(),
            path: Some(bin.clone().into()),
            more: vec![],
        };
        assert_eq!(Adapter::of_registry("run", &search).unwrap().program, bin.join("run"));
        search.path = Some("relative::".into());
        assert_eq!(Adapter::of_registry("run", &search).unwrap().program, root.join("run"));
        assert_eq!(Adapter::of_registry("/run", &search).unwrap().program, root.join("run"));
        assert_eq!(Adapter::of_registry("gone", &search), Err(AdapterFault::NotFound));
        assert_eq!(Adapter::of_registry("", &search), Err(AdapterFault::Empty));
    }

    #[test]
    fn a_registry_cannot_name_a_program_outside_of_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        program(&root.join("inside"));
        program(&folder.path().join("outside"));
        symlink(folder.path().join("outside"), root.join("link")).unwrap();
        let search = Search { root, here: folder.path().into(), path: None, more: vec![] };
        for path in ["/../outside", "/link", "a/../../outside"] {
            let found = Adapter::of_registry(path, &search);
            assert!(
                matches!(found, Err(AdapterFault::Escapes | AdapterFault::NotFound)),
                "{path} {found:?}"
            );
        }
    }

    #[test]
    fn a_command_has_arguments_and_no_shell() {
        let folder = tempfile::tempdir().unwrap();
        program(&folder.path().join("a b/run"));
        program(&folder.path().join("run"));
        let search = Search {
            root: folder.path().into(),
            here: folder.path().into(),
            path: None,
            more: vec![],
        };
        let adapter = Adapter::of_command("./run -x $HOME", &search).unwrap();
        assert_eq!(adapter.lead, ["-x", "$HOME"]);
        assert_eq!(Adapter::of_command("a b/run", &search).unwrap().lead, [""; 0]);
        fs::write(folder.path().join("text"), "").unwrap();
        assert_eq!(Adapter::of_command("./text", &search), Err(AdapterFault::NotRunnable));
    }
}
