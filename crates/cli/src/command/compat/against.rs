//! `compat --against git:REF`: the schemas of the working tree against those of a commit.

use std::collections::{BTreeMap, BTreeSet};

use catalog::reference::schema_path;
use catalog::tree::{CATALOG_PATH, REGISTRY_PATH, SCHEMA_FOLDER, Tree};
use compat::report::of_pairs;
use contracts::toolkit::ComparedPair;
use report::Exit;
use report::visible::visible;
use serde_json::Value;
use validator::read::Limits;

use super::git::Git;
use super::load::{Loaded, Unloaded};
use super::pair::{compared, removed};
use super::{CompatArgs, Told};
use crate::io::Io;
use crate::output::{Outputs, tool};
use crate::{reference, root, tree};

/// The schemas of a tree by their path from the root on.
type Schemas = BTreeMap<String, Loaded>;

/// What is compared: a path of the commit with a path of the working tree.
type Step = (String, Option<String>);

impl CompatArgs {
    /// Compares every changed schema, or those of one contract.
    pub(super) fn against_commit(
        &self,
        against: &str,
        io: &mut Io<'_>,
    ) -> Result<(Told<'_>, Exit), Unloaded> {
        let outputs = Outputs::parse(&self.output).map_err(|why| (Exit::Usage, why))?;
        let name =
            against.strip_prefix("git:").filter(|name| !name.is_empty()).ok_or_else(|| {
                (Exit::Usage, format!("--against {}: it is written git:REF", visible(against)))
            })?;
        let root = root::find(self.root.root.as_deref()).map_err(|why| (Exit::Usage, why))?;
        let folder = SCHEMA_FOLDER.trim_end_matches('/');
        let git = Git::new(&root);
        let before = git.tree(&git.commit(name)?, folder)?;
        let after = tree::read_folders(&root, &[folder])
            .map_err(|error| (Exit::Io, format!("cannot read {SCHEMA_FOLDER}: {error}")))?;
        let mut exit = Exit::Clean;
        let mut read = |tree: &Tree, prefix: &str| {
            let (schemas, faults) = schemas(tree, prefix, &self.compare.limits.limits());
            exit = exit.combine(complain(faults, io));
            schemas
        };
        let (old, new) = (read(&before, &format!("git:{name}:")), read(&after, ""));
        if old.is_empty() {
            let why = format!("{} holds no schema below {SCHEMA_FOLDER}", visible(against));
            return Err((Exit::Usage, why));
        }
        // One that cannot be read is named above; it is neither compared nor called gone.
        let read = |path: &String| new.contains_key(path) || !after.contains_key(path);
        let changed = |path: &String| before.get(path) != after.get(path) && read(path);
        let steps = self.steps(&old, &new, &changed)?;
        let added = self.added(&old, &new);
        added.iter().for_each(|path| io.say(format_args!("new: {}", visible(path))));
        let (pairs, faults) = self.compare_all(&old, &new, steps);
        exit = exit.combine(complain(faults, io));
        let world = self.compare.options(true).world;
        let report = of_pairs(pairs, self.compare.mode(), world, tool());
        let schemas = old.into_values().chain(new.into_values()).collect();
        let output = &self.output;
        let told = Told { report, schemas, output, outputs, notices: Vec::new(), new: added };
        Ok((told, exit))
    }

    fn compare_all(
        &self,
        old: &Schemas,
        new: &Schemas,
        steps: Vec<Step>,
    ) -> (Vec<ComparedPair<Value>>, Vec<Unloaded>) {
        let (mut pairs, mut faults) = (Vec::new(), Vec::new());
        for (from, to) in steps {
            let Some(before) = old.get(&from) else { continue };
            let options = self.compare.options(before.is_ours());
            let pair = match to.as_ref().and_then(|to| new.get(to)) {
                Some(after) => compared(before, after, &options),
                None => removed(before, &from, &options),
            };
            match pair {
                Ok(pair) => pairs.push(pair),
                Err(fault) => faults.push(fault),
            }
        }
        (pairs, faults)
    }

    /// Which schema is compared with which: each changed one with what it was, and in the
    /// transitive modes every older version with the newest.
    fn steps(
        &self,
        old: &Schemas,
        new: &Schemas,
        changed: &dyn Fn(&String) -> bool,
    ) -> Result<Vec<Step>, Unloaded> {
        let wanted = self.wanted(old, new)?;
        let meant = |schema: &Loaded| wanted.is_none() || schema.contract() == wanted;
        let mut steps = BTreeSet::new();
        for (path, _) in old.iter().filter(|(path, schema)| meant(schema) && changed(path)) {
            steps.insert((path.clone(), new.contains_key(path).then(|| path.clone())));
        }
        if !self.compare.mode().is_transitive() {
            return Ok(steps.into_iter().collect());
        }
        let touched = |id: &str| {
            let of = |(_, schema): &(&String, &Loaded)| schema.contract().as_deref() == Some(id);
            wanted.is_some() || old.iter().chain(new).filter(of).any(|(path, _)| changed(path))
        };
        for contract in catalog::contracts::all().filter(|contract| touched(contract.id)) {
            let newest = format!("specs/{}", schema_path(contract, contract.newest(), None));
            let of = |schema: &Loaded| schema.contract().as_deref() == Some(contract.id);
            if new.contains_key(&newest) {
                let older = old.iter().filter(|(_, schema)| of(schema) && meant(schema));
                steps.extend(older.map(|(path, _)| (path.clone(), Some(newest.clone()))));
            }
        }
        Ok(steps.into_iter().collect())
    }

    /// The contract that was asked for; it must stand on one of the two sides.
    fn wanted(&self, old: &Schemas, new: &Schemas) -> Result<Option<String>, Unloaded> {
        let Some(id) = &self.contract else { return Ok(None) };
        let known = old.values().chain(new.values()).any(|s| s.contract().as_ref() == Some(id));
        if known {
            return Ok(Some(id.clone()));
        }
        let why = match reference::parse(id) {
            Err(why) => why,
            Ok(_) if id.contains('@') => {
                "--contract takes a contract without its version here".to_owned()
            }
            Ok(_) => format!("{} stands in neither of the two trees", visible(id)),
        };
        Err((Exit::Usage, why))
    }

    /// New schemas break nothing; they are named, so that nobody takes them for compared.
    fn added(&self, old: &Schemas, new: &Schemas) -> Vec<String> {
        let meant = |schema: &Loaded| self.contract.is_none() || schema.contract() == self.contract;
        let added = new.iter().filter(|(path, schema)| !old.contains_key(*path) && meant(schema));
        added.map(|(path, _)| path.clone()).collect()
    }
}

/// Says what could not be read; gives what the run ends with for it.
fn complain(faults: Vec<Unloaded>, io: &mut Io<'_>) -> Exit {
    faults
        .into_iter()
        .map(|(exit, text)| {
            io.complain(text);
            exit
        })
        .collect()
}

/// Every schema of a tree, and what could not be read.
fn schemas(tree: &Tree, prefix: &str, limits: &Limits) -> (Schemas, Vec<Unloaded>) {
    let (mut schemas, mut faults) = (Schemas::new(), Vec::new());
    for (path, bytes) in tree {
        let schema = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
        if !schema || path == CATALOG_PATH || path == REGISTRY_PATH {
            continue;
        }
        match Loaded::of_bytes(&format!("{prefix}{path}"), bytes.clone(), limits) {
            Ok(loaded) => {
                schemas.insert(path.clone(), loaded);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (schemas, faults)
}
