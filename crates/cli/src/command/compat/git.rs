//! What stood in the repository at another commit: `git` itself is asked, without a shell.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use catalog::tree::Tree;
use report::Exit;
use report::visible::visible;

use super::load::Unloaded;

/// The largest file taken from a commit.
const MOST: u64 = 64 << 20;

/// A repository.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// The repository that a folder belongs to.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Git { root: root.to_path_buf() }
    }

    /// The commit that a name means.
    ///
    /// # Errors
    /// There is no git, no repository, or no such commit.
    pub fn commit(&self, name: &str) -> Result<String, Unloaded> {
        let inside = self.text(&["rev-parse", "--is-inside-work-tree"])?;
        if inside.as_deref() != Some("true") {
            let why = "belongs to no git repository";
            return Err((Exit::Usage, format!("{} {why}", self.root.display())));
        }
        let wanted = format!("{name}^{{commit}}");
        let found =
            self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        found.filter(|commit| !commit.is_empty()).ok_or_else(|| {
            let name = visible(name);
            let why = format!("git knows no commit `{name}`; in CI, fetch it first (a shallow clone holds only the newest)");
            (Exit::Usage, why)
        })
    }

    /// Every file below a folder at a commit, by its path from the root on.
    ///
    /// # Errors
    /// Git fails, or a file is too large.
    pub fn tree(&self, commit: &str, folder: &str) -> Result<Tree, Unloaded> {
        let listing = self.bytes(&["ls-tree", "-r", "-z", commit, "--", folder])?;
        let listing = listing.ok_or_else(|| {
            (Exit::Io, format!("git cannot list {folder} of {}", visible(commit)))
        })?;
        let mut wanted: Vec<(String, String)> = Vec::new();
        for entry in listing.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            // `mode SP type SP object TAB path`; a link or a submodule is no schema.
            let Some((head, path)) = entry.split_once('\t') else { continue };
            let mut words = head.split(' ');
            if let (Some("100644" | "100755"), Some("blob"), Some(object)) =
                (words.next(), words.next(), words.next())
            {
                wanted.push((path.to_owned(), object.to_owned()));
            }
        }
        self.blobs(wanted)
    }

    /// The contents of objects, by one process for all of them.
    fn blobs(&self, wanted: Vec<(String, String)>) -> Result<Tree, Unloaded> {
        let failed = |error: std::io::Error| (Exit::Io, format!("git cat-file: {error}"));
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (Some(mut asks), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err((Exit::Bug, "git has no streams".to_owned()));
        };
        let objects: Vec<String> = wanted.iter().map(|(_, object)| format!("{object}\n")).collect();
        // Asking on a thread of its own: neither side waits for the other's buffer.
        let asker = std::thread::spawn(move || {
            objects.iter().try_for_each(|object| asks.write_all(object.as_bytes()))
        });
        let mut answers = BufReader::new(answers);
        let mut tree = Tree::new();
        let read = wanted.into_iter().try_for_each(|(path, _)| {
            let bytes = blob(&mut answers).map_err(|why| (Exit::Io, format!("{path}: {why}")))?;
            tree.insert(path, bytes);
            Ok(())
        });
        drop(answers);
        let _ = asker.join();
        child.wait().map_err(failed)?;
        read.map(|()| tree)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.root).args(arguments).env("GIT_OPTIONAL_LOCKS", "0");
        command
    }

    /// What a command prints; `None` when it fails.
    fn bytes(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, Unloaded> {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| (Exit::Io, format!("git cannot be run: {error}")))?;
        Ok(output.status.success().then_some(output.stdout))
    }

    fn text(&self, arguments: &[&str]) -> Result<Option<String>, Unloaded> {
        let bytes = self.bytes(arguments)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()))
    }
}

/// One answer of `cat-file --batch`: `object SP type SP size LF contents LF`.
fn blob(answers: &mut impl BufRead) -> Result<Vec<u8>, String> {
    let mut head = String::new();
    answers.read_line(&mut head).map_err(|error| error.to_string())?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or_else(|| "git does not give its contents".to_owned())?;
    if size > MOST {
        return Err(format!("larger than {} MiB", MOST >> 20));
    }
    let mut bytes = Vec::new();
    let read = answers.take(size + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.pop() != Some(b'\n') || read as u64 != size + 1 {
        return Err("git broke off".to_owned());
    }
    Ok(bytes)
}
