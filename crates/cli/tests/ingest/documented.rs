//! The user's page names everything that the program has: options, environment, classes, codes.

use std::fs;
use std::process::Command;

use crate::support::{program, repository, text};

fn page() -> String {
    fs::read_to_string(repository().join("docs/ingest.md")).unwrap()
}

fn help(command: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut run: Command = program(folder.path());
    text(&run.args(command).arg("--help").output().unwrap().stdout)
}

fn options(help: &str) -> Vec<&str> {
    let words = help.lines().filter_map(|line| {
        let line = line.trim_start();
        line.split([' ', ',']).find(|word| word.starts_with("--")).filter(|_| line.starts_with('-'))
    });
    words.filter(|word| !["--help", "--version"].contains(word)).collect()
}

#[test]
fn every_option_is_told() {
    let page = page();
    for command in [&["ingest"][..], &["ingest", "history"], &["gate"]] {
        let help = help(command);
        let options = options(&help);
        assert!(!options.is_empty(), "{help}");
        for option in options {
            assert!(page.contains(option), "{command:?} {option}");
        }
    }
    assert!(options(&help(&["ingest"])).len() > 25);
}

#[test]
fn every_environment_variable_is_told() {
    let (page, help) = (page(), help(&["ingest"]));
    let told = help.split("[env: ").skip(1).filter_map(|rest| rest.split(']').next());
    let others = ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_API_URL", "GITHUB_STEP_SUMMARY"];
    for name in told.chain(others).chain(["DATA_CONTRACTS_BIN"]) {
        assert!(page.contains(name.trim_end_matches('=')), "{name}");
    }
}

#[test]
fn every_failure_class_is_told_with_what_to_do() {
    let page = page();
    for class in contracts::runner::FailureClass::ALL {
        let row = format!("| `{}` | ", class.code());
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn every_policy_row_is_the_one_that_the_program_follows() {
    let page = page();
    for row in [
        "| required, active | `pass` | fresh | `non_blocking_warn`",
        "| required, active | anything else | fresh | `blocking_fail`",
        "| required, active | anything | stale or missing | `blocking_fail`",
        "| compatibility, active | anything | fresh | `non_blocking_warn`",
        "| compatibility, active | anything | stale or missing | `non_blocking_fail`",
        "| planned, disabled, retired | not fetched | missing | `non_blocking_warn`",
    ] {
        assert!(page.contains(row), "{row}");
    }
}
