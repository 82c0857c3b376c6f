//! Which documents of our own contracts are proven without a tree: all that nothing is said of.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;

use catalog::Reference;
use validator::context::Context;
use validator::examine::{self, Examined, Options};
use validator::judge::Judge;
use validator::read::{Format, Limits};
use validator::stream;

/// Texts that are left to the explaining path for how they are written: integers with a fraction
/// or an exponent (`0.0`, `0e0`), integers beyond nineteen digits, addresses with unusual parts.
const BY_SPELLING: [&str; 6] = [
    "near.control.event-version.json",
    "near.cron.status-derived.zero-fraction.json",
    "near.json.syntax.json",
    "near.schema.type.json",
    "near.execra.finding-action.json",
    "near.execra.progress-range.bytes.json",
];

fn options(contract: &str) -> Options<'static> {
    Options {
        contract: Some(Reference::parse(contract).unwrap()),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: stream::Settings::default(),
    }
}

/// `family/name@version[.revision]` of a fixture below the folder of all contracts.
fn contract(name: &str) -> String {
    let parts: Vec<&str> = name.split('/').collect();
    let revision = match parts.get(3) {
        Some(&"accept" | &"reject") | None => String::new(),
        Some(revision) => format!(".{revision}"),
    };
    format!("{}/{}@{}{revision}", parts[0], parts[1], parts[2])
}

#[test]
fn every_contract_is_proven_where_nothing_is_said_of_a_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let judge = Judge::new();
    let (mut shares, mut missed) = (BTreeMap::<String, (u32, u32)>::new(), Vec::new());
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".json") || name.contains(".findings.") || !name.contains("/accept/") {
            continue;
        }
        let (contract, bytes) = (contract(&name), std::fs::read(&path).unwrap());
        let options = options(&contract);
        let judged = examine::by_tree(&judge, &name, &bytes, Format::Json, &options);
        let Examined::Judged(judgement, _) = judged else { continue };
        if !judgement.findings.is_empty() {
            continue;
        }
        let share = shares.entry(contract.clone()).or_default();
        share.1 += 1;
        // The first one may do without a program.
        let proven = (0..2).any(|_| examine::proven(&judge, &name, &bytes, &options).is_some());
        share.0 += u32::from(proven);
        let left = BY_SPELLING.iter().any(|spelling| name.ends_with(spelling));
        if !proven && !left {
            missed.push(name);
        }
    }
    println!("{shares:#?}");
    assert!(missed.is_empty(), "{missed:#?}");
    let kanade = shares.keys().filter(|name| name.starts_with("kanade/command@v0.")).count();
    assert!(shares.len() > 25 && kanade > 8, "{shares:#?}");
}
