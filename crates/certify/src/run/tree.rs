//! Which sources are run: the commit, and whether the tree differs from it.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::process::start;
use super::program::Program;
use super::{RunLimits, Search};
use crate::observe::{Ending, Tree};

/// What leads git to another repository than the one around the folder (a hook that runs us has
/// them set).
const ELSEWHERE: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
];

/// Asks git about the tree below the root. Our own outputs do not count as changes.
#[must_use]
pub fn look(search: &Search, limits: &RunLimits) -> Tree {
    let Some(git) = search.program("git") else {
        return Tree { trouble: Some("git was not found".to_owned()), ..Tree::default() };
    };
    let ask = |args: &[&str]| ask(&git, args, &search.root, limits);
    let commit = match ask(&["rev-parse", "--verify", "HEAD^{commit}"]) {
        Ok(commit) if is_object_name(commit.trim()) => commit.trim().to_owned(),
        Ok(_) => {
            let trouble = Some("git names no commit".to_owned());
            return Tree { trouble, ..Tree::default() };
        }
        Err(trouble) => return Tree { trouble: Some(trouble), ..Tree::default() },
    };
    let status = ask(&[
        "status",
        "--porcelain",
        "-z",
        "--untracked-files=normal",
        "--ignore-submodules=none",
        "--",
        ".",
        ":(exclude).artifacts",
    ]);
    match status {
        Ok(status) => Tree { commit: Some(commit), changes: Some(changes(&status)), trouble: None },
        Err(trouble) => Tree { commit: Some(commit), changes: None, trouble: Some(trouble) },
    }
}

/// Entries end with NUL; a renamed path has its old name in an entry of its own.
fn changes(status: &str) -> u64 {
    let mut entries = status.split_terminator('\0');
    let mut changes = 0;
    while let Some(entry) = entries.next() {
        changes += 1;
        if entry.bytes().take(2).any(|state| matches!(state, b'R' | b'C')) {
            entries.next();
        }
    }
    changes
}

fn is_object_name(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn ask(git: &Path, args: &[&str], root: &Path, limits: &RunLimits) -> Result<String, String> {
    // Neither hooks of the repository nor a pager have a part in this.
    let all = ["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false"];
    let args: Vec<String> = all.iter().chain(args).map(|arg| (*arg).to_owned()).collect();
    let program = Program {
        program: git,
        args: &args,
        stdin: None,
        folder: root,
        mark: None,
        without: &ELSEWHERE,
    };
    let seen = start(&program, limits, &AtomicBool::new(false));
    match seen.ending {
        Ending::Exited { code: 0 } => Ok(String::from_utf8_lossy(&seen.stdout.kept).into_owned()),
        Ending::Exited { .. } => {
            let said = String::from_utf8_lossy(&seen.stderr.kept);
            Err(format!("git says: {}", said.lines().next().unwrap_or("nothing").trim()))
        }
        ending => Err(format!("git: {}", ending.trouble().unwrap_or_default())),
    }
}

impl Search {
    fn program(&self, name: &str) -> Option<PathBuf> {
        super::Adapter::of_command(name, self).ok().map(|adapter| adapter.program)
    }
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_renamed_path_is_one_change() {
        assert_eq!(changes(""), 0);
        assert_eq!(changes("?? a\0 M b\0"), 2);
        assert_eq!(changes("R  new\0old\0?? c\0"), 2);
    }
}
