//! What the contracts were: the working tree's files, or those of a commit.

use std::borrow::Cow;
use std::path::Path;

use catalog::tree::Tree;
use catalog::{Contract, Reference};
use report::Exit;
use report::visible::visible;
use validator::read::Limits;

use super::super::git::Git;
use super::super::load::{Loaded, Unloaded};
use super::super::versions::versions;

/// What stood in `specs/`.
pub(super) struct Before<'t> {
    tree: Cow<'t, Tree>,
    prefix: String,
}

impl<'t> Before<'t> {
    /// The files of the commit, or the working tree's own where none is named.
    pub(super) fn read(
        root: &Path,
        against: Option<&str>,
        now: &'t Tree,
    ) -> Result<Self, Unloaded> {
        let Some(against) = against else {
            return Ok(Before { tree: Cow::Borrowed(now), prefix: String::new() });
        };
        let name = against.strip_prefix("git:").filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| {
            (Exit::Usage, format!("--against {}: it is written git:REF", visible(against)))
        })?;
        let git = Git::new(root);
        let tree = git.tree(&git.commit(name)?, "specs")?;
        if !tree.keys().any(|path| path.starts_with(catalog::tree::SCHEMA_FOLDER)) {
            let why = format!("{} holds no schema below specs/01_schema", visible(against));
            return Err((Exit::Usage, why));
        }
        Ok(Before { tree: Cow::Owned(tree), prefix: format!("git:{name}:") })
    }

    /// Every file.
    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The versions and revisions of a contract that had a schema, oldest first.
    pub(super) fn schemas(
        &self,
        contract: &'static Contract,
    ) -> Result<Vec<(Reference, Loaded)>, Unloaded> {
        let mut found = Vec::new();
        for reference in versions(contract) {
            let path = format!("specs/{}", reference.schema_path());
            if let Some(bytes) = self.tree.get(&path) {
                let name = format!("{}{path}", self.prefix);
                let loaded = Loaded::of_bytes(&name, bytes.clone(), &Limits::default())?;
                found.push((reference, loaded));
            }
        }
        Ok(found)
    }
}

/// The text of a file; empty where it is not there.
pub(super) fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    tree.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}
