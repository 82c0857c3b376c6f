//! Interrupted and killed runs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::forge::{Forge, Reply};
use crate::support::{
    NOW, OUTPUTS, code, demo, good, log, matrix, program, registry, replay, text,
};

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

/// The files of a run, as they stand.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    OUTPUTS.iter().map(|name| fs::read(folder.join(".artifacts").join(name)).unwrap()).collect()
}

fn replaying(folder: &Path, now: &str) -> Command {
    let mut command = program(folder);
    command.arg("ingest").arg("--replay").arg(demo()).args(["--now-utc", now]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Wherever a run is killed, each file is that of the run before or that of the run itself.
#[test]
fn a_run_that_is_killed_anywhere_leaves_whole_files() {
    const LATER: &str = "2026-02-24T06:00:00Z";
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    assert!(replaying(other.path(), LATER).status().unwrap().success());
    let new = files(other.path());
    let began = Instant::now();
    assert!(replaying(folder.path(), NOW).status().unwrap().success());
    let (old, whole) = (files(folder.path()), began.elapsed());
    for part in 0..24 {
        let mut child = replaying(folder.path(), LATER).spawn().unwrap();
        std::thread::sleep(whole * part / 20);
        child.kill().unwrap();
        child.wait().unwrap();
        for ((now, old), new) in files(folder.path()).iter().zip(&old).zip(&new) {
            assert!(now == old || now == new, "killed after {part}/20 of its time");
        }
        // What a killed run could not clear away hinders nobody.
        assert!(replaying(folder.path(), NOW).status().unwrap().success());
        assert!(files(folder.path()) == old);
    }
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    let folder = TempDir::new().unwrap();
    let times: Vec<String> = (0..5).map(|n| format!("2026-02-24T0{n}:00:00Z")).collect();
    let runs: Vec<Child> =
        times.iter().map(|now| replaying(folder.path(), now).spawn().unwrap()).collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    let last = matrix(folder.path())["updated_at"].as_str().unwrap().to_owned();
    assert!(times.contains(&last));
    let alone = TempDir::new().unwrap();
    assert!(replaying(alone.path(), &last).status().unwrap().success());
    assert!(files(folder.path()) == files(alone.path()), "all four are of one run");
}

#[test]
fn a_folder_that_another_run_holds_is_waited_for_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let (mut child, _forge) = hanging(folder.path());
    let refused = replay(folder.path(), &["--deadline", "1"]);
    assert_eq!(code(&refused), 3);
    assert!(text(&refused.stderr).contains("another run holds"), "{}", text(&refused.stderr));
    assert!(!folder.path().join(".artifacts/runner-status-matrix.json").exists());
    let waiting = replaying(folder.path(), NOW).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    signal(&waiting, "-TERM");
    assert_eq!(code(&waiting.wait_with_output().unwrap()), 4, "interrupted while it waited");
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(4));
}

#[test]
fn a_second_signal_ends_the_run_at_once() {
    let folder = TempDir::new().unwrap();
    let (child, _forge) = hanging(folder.path());
    signal(&child, "-INT");
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    // Either it was ended by the second, or it had written its files between the two.
    assert!(matches!(output.status.code(), None | Some(4)), "{:?}", output.status);
}
