//! What the tree should hold, computed from the types and the pins: the base of `schema generate`
//! (write it) and `schema check` (compare it).

use contracts::runner::{CataloguedSchema, PinnedFile, SchemaCatalog, SchemaState};
use serde_json::Value;

use crate::tree::{
    CATALOG_PATH, CONFORMANCE_FOLDER, FIXTURE_FOLDER, REGISTRY_PATH, Reader, SCHEMA_FOLDER, Tree,
    sha256,
};
use crate::{Contract, Version, canonical, generate, pins};

/// What the tree should hold, and what nobody but the author can settle.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every file below `specs/01_schema/` that is generated, the catalog included.
    pub files: Tree,
    /// What must be decided by hand; nothing may be written over it.
    pub problems: Vec<Problem>,
}

/// A conflict between a published schema and what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A published file's bytes are not those that were pinned.
    Edited {
        /// The file.
        path: String,
        /// The pinned digest.
        pinned: String,
        /// The digest of what is there; `None` when the file is gone.
        found: Option<String>,
    },
    /// The type no longer says what its published schema says.
    Frozen {
        /// The file.
        path: String,
        /// The published schema, annotations left out.
        published: String,
        /// What the type says now, annotations left out.
        now: String,
    },
    /// A published entry of the catalog has no type any more.
    Orphaned {
        /// The file.
        path: String,
    },
    /// The catalog itself cannot be read.
    Broken(String),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Problem::Edited { path, pinned, found: Some(found) } => write!(
                f,
                "{path} is published and was edited by hand: it is pinned to {pinned} and has {found}; restore the file"
            ),
            Problem::Edited { path, pinned, found: None } => {
                write!(
                    f,
                    "{path} is published and is gone: it is pinned to {pinned}; restore the file"
                )
            }
            Problem::Frozen { path, .. } => write!(
                f,
                "{path} is published and frozen, but its type now says something else; undo the change to the type, or add a new revision or version"
            ),
            Problem::Orphaned { path } => {
                write!(f, "{path} is published, but no contract of the catalogue has it any more")
            }
            Problem::Broken(why) => write!(f, "{why}"),
        }
    }
}

/// Computes what the tree should hold. `conformance` are the pins of the conformance files.
#[must_use]
pub fn plan(tree: &Tree, conformance: Vec<PinnedFile>, reader: Reader<'_>) -> Plan {
    let mut plan = Plan::default();
    let old = match pins::read(tree, reader) {
        Ok(old) => old,
        Err(why) => {
            plan.problems.push(Problem::Broken(why));
            return plan;
        }
    };
    let mut new = SchemaCatalog { version: 1, schemas: Vec::new(), conformance };
    for (contract, version, revision) in generate::wanted() {
        let examples = examples(tree, contract, version, revision, reader);
        let schema = generate::schema(contract, version, revision, &examples);
        let path = pins::root_path(contract, version, revision);
        let published =
            pins::find(&old, &path).filter(|entry| entry.state == SchemaState::Published);
        let entry = match published {
            Some(entry) => plan.keep(tree, entry, &schema, reader),
            None => plan.renew(contract, version, revision, &schema),
        };
        new.schemas.extend(entry);
    }
    let gone = |entry: &&CataloguedSchema| pins::find(&new, &entry.path).is_none();
    for entry in old.schemas.iter().filter(gone).filter(|e| e.state == SchemaState::Published) {
        plan.problems.push(Problem::Orphaned { path: entry.path.clone() });
    }
    new.schemas.sort_by(|a, b| a.path.cmp(&b.path));
    match pins::text(&new) {
        Ok(text) => plan.files.insert(CATALOG_PATH.to_owned(), text.into_bytes()),
        Err(why) => {
            plan.problems.push(Problem::Broken(why));
            None
        }
    };
    plan
}

impl Plan {
    /// A draft follows its type byte for byte.
    fn renew(
        &mut self,
        contract: &Contract,
        version: &Version,
        revision: Option<&str>,
        schema: &Value,
    ) -> Option<CataloguedSchema> {
        let path = pins::root_path(contract, version, revision);
        match canonical::yaml(schema) {
            Ok(text) => {
                let entry = pins::entry(
                    contract,
                    version,
                    revision,
                    sha256(text.as_bytes()),
                    SchemaState::Draft,
                );
                self.files.insert(path.trim_start_matches('/').to_owned(), text.into_bytes());
                Some(entry)
            }
            Err(error) => {
                self.problems.push(Problem::Broken(format!("{path}: {error}")));
                None
            }
        }
    }

    /// A published file stays as it is; the type must still say the same.
    fn keep(
        &mut self,
        tree: &Tree,
        entry: &CataloguedSchema,
        schema: &Value,
        reader: Reader<'_>,
    ) -> Option<CataloguedSchema> {
        let file = entry.path.trim_start_matches('/').to_owned();
        let bytes = tree.get(&file);
        let found = bytes.map(|bytes| sha256(bytes));
        let Some(bytes) = bytes.filter(|_| found.as_ref() == Some(&entry.sha256)) else {
            let pinned = entry.sha256.clone();
            self.problems.push(Problem::Edited { path: file, pinned, found });
            return Some(entry.clone());
        };
        match reader(&file, bytes) {
            Ok(published) => self.compare(&file, &published, schema),
            Err(why) => self.problems.push(Problem::Broken(why)),
        }
        self.files.insert(file, bytes.clone());
        Some(entry.clone())
    }

    fn compare(&mut self, path: &str, published: &Value, schema: &Value) {
        let was = canonical::without_annotations(published);
        let is = canonical::without_annotations(schema);
        if was != is {
            let text = |value| canonical::yaml(&value).unwrap_or_default();
            let (published, now) = (text(was), text(is));
            self.problems.push(Problem::Frozen { path: path.to_owned(), published, now });
        }
    }
}

/// The accepted documents that serve as examples: the minimal and the full one.
fn examples(
    tree: &Tree,
    contract: &Contract,
    version: &Version,
    revision: Option<&str>,
    reader: Reader<'_>,
) -> Vec<Value> {
    let folder = generate::fixture_folder(contract, version, revision);
    let read = |name: &str| {
        ["json", "yaml"].iter().find_map(|ending| {
            let path = format!("{FIXTURE_FOLDER}{folder}/accept/{name}.{ending}");
            tree.get(&path).and_then(|bytes| reader(&path, bytes).ok())
        })
    };
    ["minimal", "full"].into_iter().filter_map(read).collect()
}

/// One file that is not what the types and pins demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The file.
    pub path: String,
    /// What is there; empty when the file is missing.
    pub found: String,
    /// What should be there; empty when the file should not be.
    pub wanted: String,
}

/// Every difference between the tree and the plan, stray files included.
#[must_use]
pub fn drift(tree: &Tree, plan: &Plan) -> Vec<Drift> {
    let mut drifts = Vec::new();
    let text = |bytes: Option<&Vec<u8>>| {
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    for (path, wanted) in &plan.files {
        let found = tree.get(path);
        if found != Some(wanted) {
            let (found, wanted) = (text(found), text(Some(wanted)));
            drifts.push(Drift { path: path.clone(), found, wanted });
        }
    }
    for path in stray(tree, plan) {
        let found = text(tree.get(&path));
        drifts.push(Drift { path, found, wanted: String::new() });
    }
    drifts
}

/// Files among the schemas that nothing asks for. Published files that are in trouble are not
/// stray: a problem speaks of them.
#[must_use]
pub fn stray(tree: &Tree, plan: &Plan) -> Vec<String> {
    let in_trouble = |path: &str| {
        plan.problems.iter().any(|problem| match problem {
            Problem::Edited { path: p, .. } | Problem::Frozen { path: p, .. } => p == path,
            Problem::Orphaned { path: p } => p.trim_start_matches('/') == path,
            Problem::Broken(_) => false,
        })
    };
    tree.keys()
        .filter(|path| path.starts_with(SCHEMA_FOLDER) || path.starts_with(CONFORMANCE_FOLDER))
        .filter(|path| *path != REGISTRY_PATH)
        .filter(|path| !plan.files.contains_key(*path) && !in_trouble(path))
        .cloned()
        .collect()
}
