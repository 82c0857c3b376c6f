//! Many processes, started by somebody else: `xargs` always, Spark where it is asked for.

use std::fs;
use std::path::Path;
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

/// Installs an engine of some hundred megabytes and needs a Java runtime, hence only where it is
/// asked for: `DATA_CONTRACTS_SPARK=1`.
#[test]
fn spark_judges_like_one_run() {
    if std::env::var_os("DATA_CONTRACTS_SPARK").is_none_or(|asked| asked != "1") {
        println!("SKIPPED: set DATA_CONTRACTS_SPARK=1 to install pyspark and run it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let python = folder.path().join("python");
    let run = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
    run(Command::new("python3").args(["-m", "venv"]).arg(&python));
    run(Command::new(python.join("bin/pip")).args(["install", "--quiet", "pyspark"]));
    let mut engine = Command::new(python.join("bin/python"));
    // Two workers on this machine; the workers use the interpreter that has the package.
    engine.env("PYSPARK_PYTHON", python.join("bin/python")).env("SPARK_MASTER", "local[2]");
    engine.arg(script("stream_spark.py"));
    let (one, many) = both(engine, folder.path(), &["5"]);
    assert_eq!(code(&many), code(&one), "{}", text(&many.stderr));
    assert_eq!(records(&many.stdout), records(&one.stdout));
}
