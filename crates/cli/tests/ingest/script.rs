//! The entry point of scheduled workflows.

use std::process::Command;

use tempfile::TempDir;

use crate::support::{NOW, code, demo, matrix, repository, text};

#[test]
fn the_script_passes_everything_on() {
    let folder = TempDir::new().unwrap();
    let (script, demo) = (repository().join("scripts/runner_status_ingest.sh"), demo());
    let run = |args: &[&str]| {
        let mut command = Command::new(&script);
        command.current_dir(folder.path()).env("GITHUB_STEP_SUMMARY", "");
        command.env("DATA_CONTRACTS_BIN", env!("CARGO_BIN_EXE_data-contracts"));
        command.args(args).output().unwrap()
    };
    let common = ["--replay", demo.to_str().unwrap(), "--root", "."];
    let output = run(&[&common[..], &["--history", "kept"]].concat());
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(matrix(folder.path())["updated_at"], NOW);
    assert_eq!(code(&run(&[&common[..], &["--enforce-freshness"]].concat())), 5);
    assert_eq!(code(&run(&["history", "kept"])), 0);
    assert_eq!(code(&run(&["--no-such-flag"])), 2);
}
