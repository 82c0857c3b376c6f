#![allow(clippy::unwrap_used, clippy::expect_used)]
//! `migrate` as a process: files in place and in folders, all of them or none.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_data-contracts");
    Command::new(program).current_dir(folder).args(arguments).output().unwrap()
}

fn fixture(path: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    fs::read(root.join(path)).unwrap()
}

const V2: &str = "runner/execution-certificate/v2/accept/full.json";

#[test]
fn files_are_written_over_themselves_and_what_has_the_version_is_not_touched() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("two.json"), fixture(V2)).unwrap();
    let one = fixture("runner/execution-certificate/v1/accept/full.json");
    fs::write(at("one.json"), &one).unwrap();
    let before = fs::metadata(at("one.json")).unwrap().modified().unwrap();
    let done = run(folder.path(), &["migrate", "--to", "v1", "--in-place", "."]);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{told}");
    assert!(told.contains("2 documents, 1 changed") && told.contains("signature"), "{told}");
    assert!(done.stdout.is_empty());
    assert_eq!(fs::read(at("one.json")).unwrap(), one);
    assert_eq!(fs::metadata(at("one.json")).unwrap().modified().unwrap(), before);
    let judged =
        run(folder.path(), &["validate", "--contract", "runner/execution-certificate@v1", "."]);
    assert_eq!(judged.status.code(), Some(0), "{}", String::from_utf8_lossy(&judged.stdout));
    // And back again, byte for byte.
    let back = run(folder.path(), &["migrate", "--to", "v2", "--in-place", "two.json"]);
    assert_eq!(back.status.code(), Some(0));
    assert_eq!(fs::read(at("two.json")).unwrap(), fixture(V2));
}

#[test]
fn one_refused_file_keeps_all_from_being_written() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("good.json"), fixture(V2)).unwrap();
    let bad =
        String::from_utf8(fixture(V2)).unwrap().replace("\"exit_code\": 0", "\"exit_code\": 9");
    fs::write(at("bad.json"), &bad).unwrap();
    let done =
        run(folder.path(), &["migrate", "--to", "v1", "--in-place", "good.json", "bad.json"]);
    assert_eq!(done.status.code(), Some(1));
    let report = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(report.contains("cert/payload-hash") && report.contains("bad.json"), "{report}");
    assert_eq!(fs::read(at("good.json")).unwrap(), fixture(V2));
    assert_eq!(fs::read_to_string(at("bad.json")).unwrap(), bad);
}

#[test]
fn a_folder_takes_the_files_under_their_names_unless_two_have_one() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a", "b"] {
        fs::create_dir(at(name)).unwrap();
        fs::write(at(&format!("{name}/c.json")), fixture(V2)).unwrap();
    }
    let both = run(folder.path(), &["migrate", "--to", "v1", "--out", "new", "a", "b"]);
    assert_eq!(both.status.code(), Some(2), "{}", String::from_utf8_lossy(&both.stderr));
    assert!(!at("new").exists());
    let one = run(folder.path(), &["migrate", "--to", "v1", "--out", "new/deep", "a"]);
    assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stderr));
    assert!(fs::read_to_string(at("new/deep/c.json")).unwrap().contains("\"version\": 1"));
    assert_eq!(fs::read(at("a/c.json")).unwrap(), fixture(V2));
}

/// A tree with one migration and the golden documents that it is proved on.
fn tree(migration: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("specs/02_contracts/migrations/kanade_command/0.26-to-0.29.yaml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, migration).unwrap();
    for revision in ["0.26", "0.29"] {
        let case = format!("kanade/command/v0/{revision}/accept/full.json");
        let path = folder.path().join("tests/fixtures/contracts").join(&case);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, fixture(&case)).unwrap();
    }
    folder
}

fn shipped() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = "specs/02_contracts/migrations/kanade_command/0.26-to-0.29.yaml";
    fs::read_to_string(root.join(path)).unwrap()
}

fn proved(migration: &str) -> (Option<i32>, String) {
    let tree = tree(migration);
    let done = run(tree.path(), &["migrate", "check", "--root", ".", "--generated", "40"]);
    (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn a_migration_that_does_what_it_says_is_proved() {
    let (code, told) = proved(&shipped());
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(": 1 golden and "), "{told}");
}

#[test]
fn a_migration_that_does_not_is_found_out() {
    let shipped = shipped();
    let renamed = shipped.replacen("name: exec_id", "name: timeout_secs", 1);
    let lost = shipped.replacen(
        "  - kind: rename\n    at: /job_id\n    name: exec_id",
        "  - kind: drop\n    at: /job_id\n    reason: tried in a test",
        1,
    );
    let unrefused = shipped.split_once("refuses:").unwrap().0.to_owned()
        + "steps:"
        + shipped.split_once("steps:").unwrap().1;
    let idle = shipped.replacen("at: /exec_id", "at: /no/such/place", 1);
    for (migration, says) in [
        (renamed, "is there already"),
        (lost, "the inverse does not restore it"),
        (unrefused, "step 1 (rename) cannot be done"),
        (idle, "no document that was tried meets this refusal"),
    ] {
        assert_ne!(migration, shipped);
        let (code, told) = proved(&migration);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains(says), "{says}: {told}");
    }
}

#[test]
fn a_broken_migration_file_is_reported_at_its_place() {
    for (from, to, code, says) in [
        ("name: exec_id", "nome: exec_id", 1, "schema/unknown-field"),
        ("from: \"0.26\"", "from: 0.26", 1, "schema/type"),
        ("from: \"0.26\"", "from: \"0.27\"", 1, "migration/file"),
        ("contract: kanade/command", "contract: kanade/commando", 1, "migration/file"),
        ("version: 1", "version: 1\nversion: 1", 1, "yaml/duplicate-key"),
    ] {
        let (found, told) = proved(&shipped().replacen(from, to, 1));
        assert_eq!(found, Some(code), "{told}");
        assert!(told.contains(says) && told.contains("0.26-to-0.29.yaml:"), "{says}: {told}");
    }
    let empty = TempDir::new().unwrap();
    let done = run(empty.path(), &["migrate", "check", "--root", "."]);
    assert_eq!(done.status.code(), Some(2));
}
