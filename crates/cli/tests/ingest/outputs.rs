//! Matrix and log are left behind whatever happens; what cannot be written is exit 3.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{NOW, code, demo, ingest, log, matrix, program, replay, text};

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

/// A disk that is full looks like this to a program: writing fails somewhere in the middle.
#[test]
fn a_disk_that_is_full_keeps_the_old_files_and_is_exit_3() {
    let folder = TempDir::new().unwrap();
    assert_eq!(code(&replay(folder.path(), &[])), 0);
    let before = read_all(folder.path());
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$@\"";
    let mut command = Command::new("bash");
    command.current_dir(folder.path()).env_remove("GITHUB_STEP_SUMMARY");
    command.args(["-c", limited, "bash", env!("CARGO_BIN_EXE_data-contracts"), "ingest"]);
    command.arg("--replay").arg(demo()).args(["--now-utc", "2026-02-24T06:00:00Z"]);
    let output = command.output().unwrap();
    assert_eq!(code(&output), 3, "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("cannot write"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("12 lanes"), "what was seen is still told");
    let after = read_all(folder.path());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for (name, bytes) in &after {
        let small = name.ends_with(".md");
        assert_eq!(bytes == &before[name], !small, "{name} is the old one, or a small new one");
    }
}

/// The files of a run by name, what it left lying about included.
fn read_all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join(".artifacts")).unwrap().flatten();
    entries
        .map(|entry| {
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Everything that can be written is, although the matrix's own folder cannot.
#[test]
fn a_folder_that_is_read_only_is_exit_3_and_the_log_stands_elsewhere() {
    let folder = TempDir::new().unwrap();
    let sealed = folder.path().join("sealed");
    let open = folder.path().join("open");
    for (path, mode) in [(folder.path(), 0o755), (sealed.as_path(), 0o555), (&open, 0o777)] {
        fs::create_dir_all(path).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let mut command = program(folder.path());
    command.arg("ingest").arg("--replay").arg(demo()).args(["--now-utc", NOW]);
    command.args(["--out-json", "sealed/matrix.json", "--out-md", "sealed/matrix.md"]);
    command.args(["--out-html", "open/matrix.html", "--log-json", "open/log.json"]);
    if fs::write(sealed.join("probe"), "").is_ok() {
        // The administrator may write everywhere; nobody may not.
        command.uid(65_534).gid(65_534);
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return println!("SKIPPED: nobody cannot start the program: {error}"),
    };
    assert_eq!(code(&output), 3, "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("sealed"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("12 lanes"));
    assert!(!sealed.join("matrix.json").exists());
    let log: Value = serde_json::from_slice(&fs::read(open.join("log.json")).unwrap()).unwrap();
    assert_eq!(log["entries"].as_array().unwrap().len(), 12);
    assert!(open.join("matrix.html").is_file());
}

#[test]
fn a_previous_matrix_that_cannot_be_had_keeps_no_lane_from_being_looked_at() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("edited.json"), "{}").unwrap();
    for (previous, exit) in [("none.json", 3), ("edited.json", 2)] {
        let output = replay(folder.path(), &["--previous", previous]);
        assert_eq!(code(&output), exit, "{previous}");
        assert!(text(&output.stderr).contains(previous), "{}", text(&output.stderr));
        assert_eq!(matrix(folder.path())["matrix_rows"].as_array().unwrap().len(), 12);
        fs::remove_dir_all(folder.path().join(".artifacts")).unwrap();
    }
    assert_eq!(code(&replay(folder.path(), &[])), 0);
    let last = ".artifacts/runner-status-matrix.json";
    assert_eq!(code(&replay(folder.path(), &["--previous", last])), 0);
    let page = fs::read_to_string(folder.path().join(".artifacts/runner-status-matrix.html"));
    assert!(page.unwrap().contains("Changed since"), "the last run's matrix can be given");
}
