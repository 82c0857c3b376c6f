//! Many processes, started by somebody else: `xargs` always, Spark where it is asked for.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{EVENTS, code, events, records, script, text, validate};

fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|it| it.status.success());
    if !found {
        println!("SKIPPED: {program} is not on this machine");
    }
    found
}

/// One run, and the script's run, over one file whose name is no plain word.
fn both(mut engine: Command, folder: &Path, more: &[&str]) -> (Output, Output) {
    let file = folder.join("the 'events' of today.ndjson");
    fs::write(&file, events(60)).unwrap();
    engine.env("DATA_CONTRACTS", env!("CARGO_BIN_EXE_data-contracts"));
    let many = engine.arg(&file).arg(EVENTS).args(more).output().unwrap();
    let options = more.iter().filter(|option| option.starts_with("--"));
    let one = validate(EVENTS).arg("--summary").args(options).arg(&file).output().unwrap();
    (one, many)
}

#[test]
fn xargs_judges_like_one_run() {
    if !has("xargs") || !has("bash") {
        return;
    }
    for more in [&["7", "3"][..], &["1", "1", "--live"], &["40"], &["3", "2", "--strict"]] {
        let folder = tempfile::tempdir().unwrap();
        let (one, many) = both(Command::new(script("stream_shards.sh")), folder.path(), more);
        assert_eq!(code(&many), code(&one), "{}", text(&many.stderr));
        assert_eq!(records(&many.stdout), records(&one.stdout), "{more:?}");
    }
}

#[test]
fn a_range_that_fails_fails_all() {
    if !has("xargs") || !has("bash") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, "{}\n").unwrap();
    let mut shards = Command::new(script("stream_shards.sh"));
    shards.env("DATA_CONTRACTS", env!("CARGO_BIN_EXE_data-contracts"));
    let output = shards.arg(&file).args(["no/contract", "2"]).output().unwrap();
    assert_eq!(code(&output), 3);
    assert!(text(&output.stderr).contains("a range was not judged"));
    assert!(output.stdout.is_empty());
}

/// The interpreter that has pyspark. It is an engine of some hundred megabytes and needs a Java
/// runtime, hence only where it is asked for: `DATA_CONTRACTS_SPARK=1`. It is installed once below the
/// build folder, unless `DATA_CONTRACTS_SPARK_PYTHON` names an interpreter that has it.
fn spark() -> Option<PathBuf> {
    if std::env::var_os("DATA_CONTRACTS_SPARK").is_none_or(|asked| asked != "1") {
        println!("SKIPPED: set DATA_CONTRACTS_SPARK=1 to install pyspark and run it");
        return None;
    }
    if let Some(python) = std::env::var_os("DATA_CONTRACTS_SPARK_PYTHON") {
        return Some(python.into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spark");
    fs::create_dir_all(&folder).unwrap();
    // One test installs, the others wait for it.
    let lock = fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let python = folder.join("bin/python");
    let run = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    if !run(Command::new(&python).args(["-c", "import pyspark"])) {
        assert!(run(Command::new("python3").args(["-m", "venv"]).arg(&folder)));
        assert!(run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", "pyspark"])));
    }
    Some(python)
}

/// The script on a cluster of two workers, each a process of its own with one core. They use the
/// interpreter that has the package.
fn on_spark(python: &Path) -> Command {
    let mut engine = Command::new(python);
    engine.env("PYSPARK_PYTHON", python).env("SPARK_MASTER", "local-cluster[2,1,1024]");
    engine.arg(script("stream_spark.py"));
    engine
}

/// A program in place of the judge: `does` is bash, and `$JUDGE` the real one.
fn stand_in(folder: &Path, does: &str) -> PathBuf {
    let path = folder.join("judge");
    let judge = env!("CARGO_BIN_EXE_data-contracts");
    fs::write(&path, format!("#!/usr/bin/env bash\nJUDGE='{judge}'\n{does}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn spark_judges_like_one_run() {
    let Some(python) = spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (one, many) = both(on_spark(&python), folder.path(), &["5"]);
    assert_eq!(code(&many), code(&one), "{}", text(&many.stderr));
    assert_eq!(records(&many.stdout), records(&one.stdout));
}

#[test]
fn both_workers_of_spark_take_part() {
    let Some(python) = spark() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, events(9)).unwrap();
    // An executor runs in a folder of its own.
    let log = folder.path().join("log");
    let does = format!("[ $1 = merge ] || pwd >> '{}'\nexec \"$JUDGE\" \"$@\"", log.display());
    let mut engine = on_spark(&python);
    engine.env("DATA_CONTRACTS", stand_in(folder.path(), &does));
    let output = engine.arg(&file).args([EVENTS, "6"]).output().unwrap();
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let log = fs::read_to_string(&log).unwrap();
    assert_eq!(log.lines().count(), 6, "{log}");
    assert_eq!(log.lines().collect::<BTreeSet<_>>().len(), 2, "{log}");
}

#[test]
fn a_partition_that_dies_or_has_no_summary_fails_all() {
    let Some(python) = spark() else { return };
    let died = "case \"$*\" in *'--range 0-'*) kill -9 $$ ;; esac\nexec \"$JUDGE\" \"$@\"";
    let cut = "case \"$*\" in *'--range 0-'*) \"$JUDGE\" \"$@\" | head -n -1; exit 0 ;; esac\n\
               exec \"$JUDGE\" \"$@\"";
    let torn = "case \"$*\" in *'--range 0-'*) \"$JUDGE\" \"$@\" | head -c 700; exit 0 ;; esac\n\
                exec \"$JUDGE\" \"$@\"";
    for (does, says) in [
        (died, "a range was not judged"),
        (cut, "partition 0 has no summary"),
        (torn, "partition 0 has no summary"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ndjson");
        fs::write(&file, events(20)).unwrap();
        let mut engine = on_spark(&python);
        engine.env("DATA_CONTRACTS", stand_in(folder.path(), does));
        let output = engine.arg(&file).args([EVENTS, "3"]).output().unwrap();
        assert_eq!(code(&output), 3, "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
}
