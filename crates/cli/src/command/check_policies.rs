//! `check --step policies`: every contract has a policy, every policy a contract, and the lists
//! that they name can be compared.

use std::path::Path;

use catalog::tree::Tree;
use compat::policy::{self, MISSING};
use contracts::toolkit::{ListKind, Policy};
use report::Exit;
use validator::rules::control_center::event_type_stability;

use super::check::instance;
use crate::io::Io;
use crate::tree::{read_folders, reader};

/// Where the policies stand, from the root on.
const FOLDER: &str = "specs/02_contracts/policies";

/// Judges every policy, and says which are missing or nobody's.
pub(super) fn run(root: &Path, io: &mut Io<'_>) -> Exit {
    let files = match read_folders(root, &[FOLDER]) {
        Ok(files) => files,
        Err(error) => {
            io.complain(format_args!("{FOLDER}: {error}"));
            return Exit::Io;
        }
    };
    let judged: Exit =
        files.keys().map(|path| instance(root, path, "toolkit/policy", io)).collect();
    let missing = missing(&files, io);
    let lists = files.iter().map(|(path, bytes)| lists(root, path, bytes, io)).collect();
    [judged, missing, lists].into_iter().collect()
}

fn missing(files: &Tree, io: &mut Io<'_>) -> Exit {
    let mut exit = Exit::Clean;
    let mut wanted = Vec::new();
    for contract in catalog::contracts::all() {
        let path = format!("specs/{}", policy::file_name(contract));
        if !files.contains_key(&path) {
            io.complain(format_args!("{path}: {} has no policy ({})", contract.id, MISSING.code));
            exit = Exit::Findings;
        }
        wanted.push((path, contract));
    }
    for (path, bytes) in files {
        let named = wanted.iter().find(|(wanted, _)| wanted == path);
        let problem = match named {
            None => Some("no contract has that file name".to_owned()),
            // What is no policy at all was told when it was judged.
            Some((_, contract)) => reader(path, bytes)
                .ok()
                .filter(|document| serde_json::from_value::<Policy>(document.clone()).is_ok())
                .and_then(|document| policy::of_value(contract, document).err()),
        };
        if let Some(why) = problem {
            io.complain(format_args!("{path}: {why}"));
            exit = Exit::Findings;
        }
    }
    exit
}

/// The lists that a policy names are there and have their form.
fn lists(root: &Path, path: &str, bytes: &[u8], io: &mut Io<'_>) -> Exit {
    let policy = reader(path, bytes).ok().and_then(|found| serde_json::from_value(found).ok());
    let named = policy.map(|policy: Policy| policy.lists).unwrap_or_default();
    named
        .iter()
        .map(|list| {
            let at = list.path.trim_start_matches('/');
            match list.kind {
                ListKind::ErrorCodes => instance(root, at, "control-center/error-catalog", io),
                ListKind::EventTypes => event_types(root, at, io),
            }
        })
        .collect()
}

fn event_types(root: &Path, at: &str, io: &mut Io<'_>) -> Exit {
    let bytes = match std::fs::read(root.join(at)) {
        Ok(bytes) => bytes,
        Err(error) => {
            io.complain(format_args!("{at}: {error}"));
            return Exit::Io;
        }
    };
    match reader(at, &bytes).and_then(|list| event_type_stability::types(&list)) {
        Ok(_) => Exit::Clean,
        Err(why) => {
            io.complain(format_args!("{at}: {why}"));
            Exit::Findings
        }
    }
}
