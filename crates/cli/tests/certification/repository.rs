//! A runner's repository, and the programs run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-03-02T12:00:00Z";

pub(crate) fn fixtures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/certify");
    folder.canonicalize().unwrap()
}

pub(crate) fn runner(name: &str) -> String {
    fixtures().join("runners").join(name).to_string_lossy().into_owned()
}

pub(crate) fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|it| it.status.success());
    if !found {
        println!("SKIPPED: {program} is not on this machine");
    }
    found
}

/// A copy of the small repository, committed.
pub(crate) struct Repository(TempDir);

impl Repository {
    pub(crate) fn new() -> Repository {
        let folder = tempfile::tempdir().unwrap();
        for file in ["registry.yaml", "cases/cron.yaml", "cases/prose.md"] {
            let to = folder.path().join(file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(fixtures().join("repository").join(file), to).unwrap();
        }
        let repository = Repository(folder);
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "all"]] {
            let mut git = Command::new("git");
            git.args(identity).args(args).current_dir(repository.path());
            assert!(git.status().unwrap().success());
        }
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn certify(&self, runner_id: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_runner-certify"));
        command.args(["--runner", runner_id, "--registry", "registry.yaml", "--now-utc", NOW]);
        command.args(args).current_dir(self.path()).output().unwrap()
    }

    pub(crate) fn data_contracts(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_data-contracts"));
        command.args(args).current_dir(self.path()).output().unwrap()
    }

    pub(crate) fn certificate(&self, runner_id: &str) -> Value {
        let name = format!(".artifacts/runner-certification-{runner_id}.json");
        serde_json::from_slice(&fs::read(self.path().join(name)).unwrap()).unwrap()
    }
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub(crate) fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

pub(crate) fn row<'c>(certificate: &'c Value, id: &str) -> &'c Value {
    certificate["checks"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()
}

pub(crate) fn failed(certificate: &Value) -> Vec<&str> {
    let rows = certificate["checks"].as_array().unwrap().iter();
    rows.filter(|row| row["status"] == "fail").map(|row| row["id"].as_str().unwrap()).collect()
}
