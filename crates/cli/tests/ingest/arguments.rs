//! Arguments, the environment of workflows, tokens, policies.

use std::fs;

use tempfile::TempDir;

use crate::forge::Forge;
use crate::support::{
    NOW, code, demo, good, ingest, log, matrix, program, registry, replay, text, walk,
};

#[test]
fn policies_are_exit_5_and_only_when_asked_for() {
    let folder = TempDir::new().unwrap();
    assert_eq!(code(&replay(folder.path(), &["--enforce-freshness"])), 5);
    assert_eq!(code(&replay(folder.path(), &["--require-immutable", "require"])), 5);
    let gate = |args: &[&str]| {
        let path = ".artifacts/runner-status-matrix.json";
        program(folder.path()).args(["gate", "--matrix", path]).args(args).output().unwrap()
    };
    let blocked = gate(&["--now-utc", NOW]);
    assert_eq!(code(&blocked), 5);
    assert!(text(&blocked.stdout).contains("Merge blocked: 1 required lane"));
    let old = gate(&["--now-utc", "2026-03-23T06:00:00Z", "--format", "github"]);
    assert_eq!(code(&old), 5);
    assert!(text(&old.stdout).starts_with("::error "));
    assert_eq!(code(&gate(&["--against", "none.json"])), 3);
    let path = folder.path().join(".artifacts/runner-status-matrix.json");
    let edited = fs::read_to_string(&path).unwrap().replace("4 h 47 min ago", "5 h 47 min ago");
    fs::write(&path, edited).unwrap();
    let refused = gate(&["--now-utc", NOW]);
    assert_eq!(code(&refused), 5);
    assert!(text(&refused.stdout).contains("was edited: its content is not what"));
}

#[test]
fn the_environment_of_workflows_is_kept() {
    let folder = TempDir::new().unwrap();
    let demo = demo();
    let run = |envs: &[(&str, &str)]| {
        let mut command = program(folder.path());
        command.arg("ingest").arg("--replay").arg(&demo).envs(envs.iter().copied());
        command.output().unwrap()
    };
    let later = "2026-02-26T00:00:00Z";
    let output = run(&[("RUNNER_STATUS_NOW_UTC", later), ("RUNNER_STATUS_MAX_AGE_HOURS", "24")]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(matrix(folder.path())["updated_at"], later);
    assert_eq!(log(folder.path())["max_age_hours"], 24);
    let empty = run(&[("RUNNER_STATUS_NOW_UTC", ""), ("RUNNER_STATUS_MAX_AGE_HOURS", "")]);
    assert_eq!(code(&empty), 0, "{}", text(&empty.stderr));
    assert_eq!(matrix(folder.path())["updated_at"], NOW, "the recording's own time");
    for (name, value) in [
        ("RUNNER_STATUS_NOW_UTC", "yesterday"),
        ("RUNNER_STATUS_MAX_AGE_HOURS", "0"),
        ("RUNNER_STATUS_MAX_AGE_HOURS", "1.5"),
    ] {
        assert_eq!(code(&run(&[(name, value)])), 2, "{name}={value}");
    }
    let summary = folder.path().join("summary.md");
    run(&[("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())]);
    assert!(fs::read_to_string(summary).unwrap().starts_with("# Runner status"));
}

#[test]
fn arguments_that_make_no_sense_are_exit_2() {
    let folder = TempDir::new().unwrap();
    for args in [
        &["--allow-origin", "forge.example.com"][..],
        &["--token-for", "https://forge.example.com"],
        &["--token-for", "https://forge.example.com=NO_SUCH_VARIABLE"],
        &["--now-utc", "2026-02-23T06:00:00+01:00"],
        &["--record", "a", "--replay", "b"],
        &["--certificates", "none"],
        &["--trust", "none.yaml"],
        &["--root", "none"],
        &["--workers", "many"],
    ] {
        let output = ingest(folder.path(), args);
        assert_eq!(code(&output), 2, "{args:?}: {}", text(&output.stderr));
        assert!(!folder.path().join(".artifacts").exists(), "{args:?}");
    }
}

#[test]
fn the_token_goes_to_the_forge_and_into_no_output() {
    let forge = Forge::start(good);
    let folder = TempDir::new().unwrap();
    let registry = registry(folder.path(), &forge, &["rust"]);
    let mut command = program(folder.path());
    command
        .args(["ingest", "--allow-origin", &forge.origin(), "--now-utc", NOW])
        .arg("--registry")
        .arg(registry)
        .env("GITHUB_API_URL", forge.url("/api/v3"))
        .env("GITHUB_TOKEN", "ghp_verysecret");
    let output = command.output().unwrap();
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let sent = forge
        .seen()
        .iter()
        .all(|request| request.header("authorization") == Some("Bearer ghp_verysecret"));
    assert!(sent);
    let all = [text(&output.stdout), text(&output.stderr), walk(folder.path())].concat();
    assert!(!all.contains("verysecret"));
}

#[test]
fn a_token_that_cannot_be_sent_is_said_and_never_shown() {
    let folder = TempDir::new().unwrap();
    let cases = [
        ("GITHUB_TOKEN", "very secret", "https://api.example.com"),
        ("GH_TOKEN", "very secret", "https://api.example.com"),
        ("GITHUB_TOKEN", "fine", "nowhere"),
    ];
    for (name, secret, forge) in cases {
        let mut command = program(folder.path());
        command.args(["ingest", "--now-utc", NOW]).env(name, secret).env("GITHUB_API_URL", forge);
        let output = command.output().unwrap();
        assert_eq!(code(&output), 2, "{name}: {}", text(&output.stderr));
        assert!(
            text(&output.stderr).contains("GITHUB_API_URL") || text(&output.stderr).contains(name)
        );
        assert!(!text(&output.stderr).contains("very secret"));
    }
}
