//! Interrupted and killed runs.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::forge::{Forge, Reply};
use crate::support::{NOW, code, good, log, matrix, program, registry, replay, text};

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
