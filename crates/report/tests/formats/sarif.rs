//! SARIF, read by a reader that is not ours.

use report::Format;
use serde_json::Value;
use serde_sarif::sarif::Sarif;

use crate::{rendered, sample};

fn log(report: &contracts::toolkit::FindingReport) -> Value {
    serde_json::from_str(&rendered(Format::Sarif, report)).expect("JSON")
}

/// Every member of `ours` that `theirs` has too, with the same value.
fn kept(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours
            .iter()
            .all(|(name, value)| theirs.get(name).is_some_and(|their| kept(value, their))),
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| kept(a, b))
        }
        (ours, theirs) => ours == theirs,
    }
}

#[test]
fn another_reader_takes_every_member() {
    for report in [sample::usual(), sample::hostile()] {
        let ours = log(&report);
        let read: Sarif = serde_json::from_value(ours.clone()).expect("SARIF");
        let theirs = serde_json::to_value(&read).expect("JSON");
        assert!(kept(&ours, &theirs), "a member has a name that SARIF does not know");
    }
}

#[test]
fn addresses_are_uri_references_that_name_nothing_but_the_path() {
    let log = log(&sample::hostile());
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .expect("an address");
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        assert!(uri.chars().all(plain), "{uri}");
    }
}

#[test]
fn fingerprints_are_unique_and_do_not_move_with_the_lines() {
    let prints = |report| -> Vec<String> {
        let log: Value = log(&report);
        let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        results.iter().map(|r| r["partialFingerprints"].to_string()).collect()
    };
    let first = prints(sample::usual());
    let mut moved = sample::usual();
    for finding in &mut moved.findings {
        finding.location.line = finding.location.line.map(|line| line + 5);
    }
    assert_eq!(first, prints(moved));
    let unique: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!(unique.len(), first.len());
}
