//! Control Center and Execra documents are told by their signature, broken ones too, and no
//! document of another family is taken for one of theirs.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::path::Path;

use serde_json::Value;
use validator::read::{self, Format, Limits};
use validator::recognise::{self, Recognised};
use walkdir::WalkDir;

/// Every document of the fixtures with the contract that its folder names.
fn documents() -> Vec<(String, String, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let mut found = Vec::new();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let parts: Vec<&str> = path.split('/').collect();
        let beside = path.ends_with(".findings.json") || path.ends_with(".options.yaml");
        // A case is one file right below `accept` or `reject`; pairs and roots lie deeper.
        let case = parts.len() >= 2 && matches!(parts[parts.len() - 2], "accept" | "reject");
        if !case || beside || !entry.file_type().is_file() || path.ends_with(".ndjson") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let format = Format::of_name(&path).unwrap_or(Format::Json);
        if let Some(value) = read::read(&bytes, format, &Limits::default()).value {
            found.push((format!("{}/{}", parts[0], parts[1]), path, value));
        }
    }
    found
}

fn ours(contract: &str) -> bool {
    contract.starts_with("control-center/") || contract.starts_with("execra/")
}

#[test]
fn every_document_is_told_by_its_signature() {
    let mut told = 0;
    for (contract, path, value) in documents() {
        let found = match recognise::contract(&value) {
            Recognised::One(found) => found.id,
            Recognised::Ambiguous(all) => panic!("{path}: any of {}", recognise::names(&all)),
            Recognised::Unknown => "none",
        };
        if ours(&contract) && value.is_object() {
            assert_eq!(found, contract, "{path}");
            told += 1;
        } else {
            assert!(!ours(found), "{path} is taken for {found}");
        }
    }
    assert!(told > 150, "{told} documents");
}

#[test]
fn a_document_that_lacks_one_member_is_still_told() {
    for (contract, path, value) in documents() {
        let Value::Object(members) = &value else { continue };
        if !ours(&contract) || !path.contains("/accept/full.") {
            continue;
        }
        for name in members.keys() {
            if contract == "control-center/error-catalog" && name == "errors" {
                continue; // a bare `version` tells nothing
            }
            let mut less = members.clone();
            less.shift_remove(name);
            let found = recognise::contract(&Value::Object(less));
            let Recognised::One(found) = found else { panic!("{path} without {name}") };
            assert_eq!(found.id, contract, "{path} without {name}");
        }
    }
}
