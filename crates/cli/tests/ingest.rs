//! `ingest` and `gate` as a workflow calls them: whole processes, files, signals, exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, unreachable_pub)]

#[path = "../../ingest/tests/support/forge.rs"]
mod forge;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use forge::{Forge, Reply};
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: &str = "2026-02-23T06:00:00Z";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn demo() -> PathBuf {
    repository().join("tests/fixtures/ingest/demo")
}

/// The program, in an empty folder, without what the environment might add.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-contracts"));
    command.current_dir(folder);
    for name in [
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITHUB_API_URL",
        "GITHUB_STEP_SUMMARY",
        "RUNNER_STATUS_NOW_UTC",
        "RUNNER_STATUS_MAX_AGE_HOURS",
    ] {
        command.env_remove(name);
    }
    command
}

fn ingest(folder: &Path, args: &[&str]) -> Output {
    program(folder).arg("ingest").args(args).output().unwrap()
}

fn replay(folder: &Path, more: &[&str]) -> Output {
    let demo = demo();
    let args = ["--replay", demo.to_str().unwrap(), "--now-utc", NOW];
    ingest(folder, &[&args[..], more].concat())
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn matrix(folder: &Path) -> Value {
    let bytes = fs::read(folder.join(".artifacts/runner-status-matrix.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn log(folder: &Path) -> Value {
    let bytes = fs::read(folder.join(".artifacts/runner-status-ingest-log.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A registry of required lanes below a forge, in a file.
fn registry(folder: &Path, forge: &Forge, lanes: &[&str]) -> PathBuf {
    let runners: Vec<Value> = lanes
        .iter()
        .map(|id| {
            json!({"runner_id": id, "class": "required", "status": "active",
                "entrypoints": {"public_adapter": "/a", "implementation_repo": format!("dc-runner-{id}")},
                "required_core_checks": [], "required_core_cases": [], "command_contract_subset": [],
                "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                    "md_out": "/.artifacts/runner-certification-{runner}.md"},
                "status_exchange": {"source_kind": "release_asset", "matrix_role": "required",
                    "release_api_url": forge.url(&format!("/{id}/releases/latest")),
                    "report_asset_name": "report.json", "freshness_slo_hours": 72}})
        })
        .collect();
    let path = folder.join("registry.json");
    let registry = json!({"version": 2, "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml", "runners": runners});
    fs::write(&path, registry.to_string()).unwrap();
    path
}

/// What a good forge answers.
fn good(request: &forge::Request) -> Reply {
    let lane = request.path.split('/').nth(1).unwrap_or_default().to_owned();
    let base = format!("http://{}/{lane}", request.header("host").unwrap());
    if request.path.ends_with("/releases/latest") {
        let release = json!({"tag_name": "v1.0.0", "assets": [{"name": "report.json",
            "url": format!("{base}/asset"), "state": "uploaded"}]});
        return Reply::ok(release.to_string());
    }
    let report = json!({"version": 1, "runner_id": lane, "implementation_repo": format!("dc-runner-{lane}"),
        "release_version": "1.0.0", "commit_sha": "1".repeat(40),
        "generated_at": "2026-02-23T00:00:00Z", "fresh_until": "2026-02-25T00:00:00Z",
        "lane_class": "required", "overall_status": "pass", "command_results": [], "artifact_refs": []});
    Reply::ok(report.to_string())
}

#[test]
fn the_demonstration_replays_byte_for_byte() {
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    for folder in &folders {
        let output = replay(folder.path(), &[]);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("12 lanes: 3 fresh, 1 stale, 8 missing"));
    }
    for name in [
        "runner-status-matrix.json",
        "runner-status-matrix.md",
        "runner-status-matrix.html",
        "runner-status-ingest-log.json",
    ] {
        let read =
            |folder: &TempDir| fs::read(folder.path().join(".artifacts").join(name)).unwrap();
        assert_eq!(read(&folders[0]), read(&folders[1]), "{name}");
    }
}

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
fn a_registry_that_cannot_be_read_still_leaves_matrix_and_log() {
    let folder = TempDir::new().unwrap();
    let output = ingest(folder.path(), &["--registry", "none.yaml"]);
    assert_eq!(code(&output), 3);
    assert!(text(&output.stderr).contains("none.yaml"));
    assert_eq!(matrix(folder.path())["matrix_rows"], json!([]));
    fs::write(folder.path().join("bad.yaml"), "runners: [").unwrap();
    assert_eq!(code(&ingest(folder.path(), &["--registry", "bad.yaml"])), 2);
    assert!(log(folder.path())["findings"][0]["code"].as_str().unwrap().starts_with("yaml/"));
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
fn outputs_that_cannot_be_written_are_exit_3_and_the_rest_is_written() {
    let folder = TempDir::new().unwrap();
    for target in ["/dev/full", "/proc/none/matrix.json", "file/matrix.json"] {
        fs::write(folder.path().join("file"), "").unwrap();
        let output = replay(folder.path(), &["--out-md", target]);
        assert_eq!(code(&output), 3, "{target}");
        assert!(!text(&output.stderr).is_empty(), "{target}");
        assert_eq!(matrix(folder.path())["matrix_rows"].as_array().unwrap().len(), 12);
    }
    assert_eq!(code(&replay(folder.path(), &["--out-json", "/proc/none/m.json"])), 3);
}

#[test]
fn a_recorded_run_replays_to_the_same_bytes() {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/slow/releases/latest" => Reply::status(404, ""),
        _ => good(request),
    });
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (live, offline) = (folders[0].path(), folders[1].path());
    let registry = registry(live, &forge, &["rust", "slow"]);
    let (registry, origin) = (registry.to_str().unwrap(), forge.origin());
    let recording = live.join("recording");
    let recording = recording.to_str().unwrap();
    let args = ["--registry", registry, "--allow-origin", &origin, "--now-utc", NOW];
    let output = ingest(live, &[&args[..], &["--record", recording]].concat());
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    drop(forge);
    let output = ingest(offline, &["--replay", recording, "--allow-origin", &origin]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(matrix(live), matrix(offline));
    assert_eq!(log(live), log(offline));
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

fn walk(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            all.push_str(&walk(&entry.path()));
        } else {
            all.push_str(&text(&fs::read(entry.path()).unwrap()));
        }
    }
    all
}

/// A run over two lanes of which the second hangs; waits until it does.
fn hanging(folder: &Path) -> (Child, Forge) {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/hang/releases/latest" => Reply::Hang(Duration::from_secs(25)),
        _ => good(request),
    });
    let registry = registry(folder, &forge, &["rust", "hang"]);
    let mut command = program(folder);
    command
        .args(["ingest", "--allow-origin", &forge.origin(), "--now-utc", NOW, "--workers", "1"])
        .arg("--registry")
        .arg(registry)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let began = Instant::now();
    while forge.count("/hang/releases/latest") == 0 {
        assert!(began.elapsed() < Duration::from_secs(20), "the run never got there");
        std::thread::sleep(Duration::from_millis(20));
    }
    (child, forge)
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn a_signal_ends_the_run_with_what_was_seen() {
    for name in ["-INT", "-TERM"] {
        let folder = TempDir::new().unwrap();
        let (child, _forge) = hanging(folder.path());
        let began = Instant::now();
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert!(began.elapsed() < Duration::from_secs(8), "{name}");
        assert_eq!(code(&output), 4, "{name}: {}", text(&output.stderr));
        let matrix = matrix(folder.path());
        assert_eq!(matrix["partial"], true);
        assert_eq!(matrix["matrix_rows"][0]["freshness_state"], "fresh");
        assert_eq!(matrix["matrix_rows"][1]["policy_effect"], "blocking_fail");
        assert_eq!(log(folder.path())["partial"], true);
    }
}

#[test]
fn a_killed_run_leaves_the_old_files_and_no_lock() {
    let folder = TempDir::new().unwrap();
    assert_eq!(code(&replay(folder.path(), &[])), 0);
    let before = matrix(folder.path());
    let (mut child, _forge) = hanging(folder.path());
    signal(&child, "-KILL");
    child.wait().unwrap();
    assert_eq!(matrix(folder.path()), before);
    assert_eq!(code(&replay(folder.path(), &["--deadline", "5"])), 0);
}

#[test]
fn the_trend_is_drawn_from_kept_snapshots() {
    let folder = TempDir::new().unwrap();
    for now in [NOW, "2026-02-24T06:00:00Z"] {
        let args = ["--now-utc", now, "--history", "kept"];
        let demo = demo();
        let output =
            ingest(folder.path(), &[&["--replay", demo.to_str().unwrap()], &args[..]].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
    fs::write(folder.path().join("kept/notes.txt"), "x").unwrap();
    let output = program(folder.path()).args(["ingest", "history", "kept"]).output().unwrap();
    assert_eq!(code(&output), 0);
    let shown = text(&output.stdout);
    assert!(shown.contains("2 snapshots") && shown.contains("rust"), "{shown}");
    assert!(text(&output.stderr).contains("notes.txt"));
    let none = program(folder.path()).args(["ingest", "history", "none"]).output().unwrap();
    assert_eq!(code(&none), 3);
}

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
