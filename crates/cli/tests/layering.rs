//! The arrows between the crates: `cli → all`; `compat, ingest, certify → validator → catalog →
//! report → contracts`; and the rooms that some dependencies may not leave.

#![allow(clippy::expect_used)] // a test says what it expected

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};

const PREFIX: &str = "data-contracts-";

/// What each crate may see of our own crates. The command line sees all.
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let below_validator = ["specs", "types", "report", "catalog"];
    let with_validator = ["specs", "types", "report", "catalog", "validator"];
    BTreeMap::from([
        ("specs", BTreeSet::new()),
        ("types", BTreeSet::new()),
        ("report", BTreeSet::from(["types"])),
        ("catalog", BTreeSet::from(["specs", "types", "report"])),
        ("validator", BTreeSet::from(below_validator)),
        ("compat", BTreeSet::from(with_validator)),
        ("ingest", BTreeSet::from(with_validator)),
        ("certify", BTreeSet::from(with_validator)),
    ])
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn no_crate_sees_more_than_its_floor() {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata runs");
    let allowed = allowed();
    let mut seen = BTreeSet::new();
    for package in &metadata.packages {
        let Some(name) = package.name.as_str().strip_prefix(PREFIX) else { continue };
        let Some(may) = allowed.get(name) else {
            assert!(name == "benches", "{name} has no floor in this test");
            continue;
        };
        seen.insert(name.to_owned());
        for dependency in package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal) {
            if let Some(ours) = dependency.name.strip_prefix(PREFIX) {
                assert!(may.contains(ours), "{name} must not see {ours}");
            }
        }
    }
    assert_eq!(seen.len(), allowed.len(), "every floor is lived on");
}

/// The files below `crates/*/src` whose text holds a needle.
fn files_with(needle: &str) -> BTreeSet<String> {
    let root = root();
    let mut found = BTreeSet::new();
    for entry in walk(&root.join("crates")) {
        let path = entry.strip_prefix(&root).unwrap_or(&entry).to_string_lossy().replace('\\', "/");
        if path.contains("/src/") && path.ends_with(".rs") {
            let text = std::fs::read_to_string(&entry).expect("sources are readable");
            if text
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(needle))
            {
                found.insert(path);
            }
        }
    }
    found
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("folders are readable").flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn the_schema_engine_lives_in_two_files() {
    let found = files_with("jsonschema::");
    let may = ["crates/compat/src/canonical.rs", "crates/validator/src/engine.rs"];
    assert!(found.iter().all(|path| may.contains(&path.as_str())), "{found:?}");
}

#[test]
fn only_the_command_line_knows_arguments() {
    let found = files_with("clap::");
    assert!(found.iter().all(|path| path.starts_with("crates/cli/")), "{found:?}");
}

#[test]
fn the_network_lives_in_one_file_of_ingest() {
    let found = files_with("reqwest::");
    assert!(found.len() <= 1, "{found:?}");
    assert!(found.iter().all(|path| path.starts_with("crates/ingest/")), "{found:?}");
}

#[test]
fn keys_live_in_one_file_of_certify() {
    let found = files_with("ed25519_dalek::");
    assert!(found.len() <= 1, "{found:?}");
    assert!(found.iter().all(|path| path.starts_with("crates/certify/")), "{found:?}");
}

/// Who may measure how long something takes. A stopwatch never reaches a verdict's text.
const STOPWATCHES: [(&str, &str); 3] = [
    ("crates/certify/src/run/orphans.rs", "how long what a check left running may take to end"),
    ("crates/certify/src/run/process.rs", "the time limit of a program that runs"),
    ("crates/ingest/src/pace.rs", "the virtual time of its own tests"),
];

#[test]
fn libraries_read_no_clock_and_no_environment() {
    for needle in ["SystemTime::now", "Timestamp::now", "env::var", "env::args"] {
        let outside = outside_the_edge(needle);
        assert!(outside.is_empty(), "{needle} stands in {outside:?}");
    }
}

#[test]
fn stopwatches_stand_where_something_runs() {
    let mut outside = outside_the_edge("Instant::now");
    outside.retain(|path| STOPWATCHES.iter().all(|(may, _)| path != may));
    assert!(outside.is_empty(), "Instant::now stands in {outside:?}");
}

fn outside_the_edge(needle: &str) -> BTreeSet<String> {
    let mut found = files_with(needle);
    found.retain(|path| !path.starts_with("crates/cli/"));
    found
}
