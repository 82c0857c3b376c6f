#![allow(clippy::unwrap_used, clippy::expect_used)]
//! `compat --against git:REF` and `compat bump` as processes, in a repository made for the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const CRON: &str = "specs/01_schema/cron_execution_report_v1.yaml";
const AGENT: &str = "specs/01_schema/control_center_agent_v1.yaml";

/// A repository whose one commit holds the schemas, policies and pages of this one.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let this = Repository(TempDir::new().unwrap());
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"), &this.at("specs"));
        this.git(&["init", "-q"]);
        this.commit();
        this
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        let who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"];
        let what = ["-c", "commit.gpgsign=false", "commit", "-q", "-m", "state"];
        self.git(&[who.as_slice(), what.as_slice()].concat());
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = clean(Command::new("git"));
        let done = git.current_dir(self.0.path()).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.at(path)).unwrap();
        assert!(text.contains(from), "{path} holds no {from}");
        fs::write(self.at(path), text.replacen(from, to, 1)).unwrap();
    }

    /// What the program says here: exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut program = clean(Command::new(env!("CARGO_BIN_EXE_data-contracts")));
        let Output { status, stdout, stderr } =
            program.current_dir(self.0.path()).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (status.code(), text(&stdout), text(&stderr))
    }
}

/// Without what a hook or a person's configuration would tell git.
fn clean(mut command: Command) -> Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn what_did_not_change_is_clean() {
    let repository = Repository::new();
    let (exit, out, err) = repository.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (Some(0), "ok: nothing differs (full)\n", ""));
    let (exit, out, err) = repository.run(&["compat", "bump", "--against", "git:HEAD"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (Some(0), "nothing changed\nok\n", ""));
}

#[test]
fn a_changed_contract_breaks_and_one_that_is_gone_does() {
    let repository = Repository::new();
    repository.replace(CRON, "- host\n", "");
    fs::remove_file(repository.at(AGENT)).unwrap();
    let (exit, out, _) = repository.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!(exit, Some(1), "{out}");
    assert!(out.contains("compat/required-removed") && out.contains("`host`"), "{out}");
    assert!(out.contains("compat/contract-removed") && out.contains("2 breaking"), "{out}");
    // One contract alone, and only the direction that holds.
    let only = ["compat", "--against", "git:HEAD", "--contract", "cron/execution-report"];
    let (exit, out, _) = repository.run(&[only.as_slice(), &["--mode", "backward"]].concat());
    assert_eq!(exit, Some(0), "{out}");
    assert!(!out.contains("contract-removed"), "{out}");
    let (exit, _, _) = repository.run(&only);
    assert_eq!(exit, Some(1));
}

#[test]
fn a_schema_that_the_commit_does_not_hold_is_named_as_new() {
    let repository = Repository::new();
    let schema = fs::read(repository.at(CRON)).unwrap();
    fs::remove_file(repository.at(CRON)).unwrap();
    repository.commit();
    fs::write(repository.at(CRON), schema).unwrap();
    let (exit, out, err) = repository.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!((exit, err), (Some(0), format!("new: {CRON}\n")));
    let told = "ok: no schema that was there differs (full)";
    assert_eq!(out, format!("new, compared with nothing: {CRON}\n{told}\n"));
    let markdown = ["compat", "--against", "git:HEAD", "--format", "markdown"];
    let (exit, out, _) = repository.run(&markdown);
    assert_eq!(exit, Some(0));
    assert!(out.contains("No schema that was there differs."), "{out}");
    assert!(out.contains("report&#95;v1.yaml"), "{out}");
    assert!(!out.contains("Nothing differs"), "{out}");
    let bump = ["compat", "bump", "cron/execution-report", "--against", "git:HEAD"];
    let (exit, _, err) = repository.run(&bump);
    assert_eq!((exit, err.as_str()), (Some(0), "new: cron/execution-report\n"));
}

#[test]
fn a_reference_that_names_no_commit_is_a_usage_error() {
    let repository = Repository::new();
    for against in ["git:nothing", "git:--output=x", "git:", "main"] {
        for command in
            [["compat", "--against", against].as_slice(), &["compat", "bump", "--against", against]]
        {
            let (exit, out, err) = repository.run(command);
            assert_eq!((exit, out.as_str()), (Some(2), ""), "{against}: {err}");
            assert!(err.starts_with("error: "), "{err}");
        }
    }
    assert!(!repository.at("x").exists());
    let gone = Repository::new();
    fs::remove_dir_all(gone.at(".git")).unwrap();
    let (exit, _, err) = gone.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!(exit, Some(2), "{err}");
    assert!(err.contains("no git repository"), "{err}");
}

#[test]
fn a_broken_schema_is_told_and_the_others_are_compared() {
    let repository = Repository::new();
    fs::write(repository.at(AGENT), "").unwrap();
    repository.commit();
    fs::write(repository.at(AGENT), "type: [").unwrap();
    repository.replace(CRON, "- host\n", "");
    let (exit, out, err) = repository.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!(exit, Some(2), "{out}{err}");
    assert!(err.contains("it is empty") && err.contains("yaml/"), "{err}");
    assert!(out.contains("compat/required-removed"), "{out}");
}

#[test]
fn a_schema_that_cannot_be_read_is_not_called_gone() {
    let repository = Repository::new();
    fs::write(repository.at(CRON), "").unwrap();
    let (exit, out, err) = repository.run(&["compat", "--against", "git:HEAD"]);
    assert_eq!((exit, err), (Some(2), format!("error: {CRON}: it is empty\n")));
    assert_eq!(out, "ok: nothing differs (full)\n");
}

#[test]
fn bump_tells_what_the_types_need_over_what_the_commit_promised() {
    let repository = Repository::new();
    // The commit did not require it: that it is required now breaks new readers.
    repository.replace(CRON, "- host\n", "");
    repository.commit();
    let bump = ["compat", "bump", "cron/execution-report", "--against", "git:HEAD"];
    let (exit, out, _) = repository.run(&bump);
    assert_eq!(exit, Some(1), "{out}");
    assert!(out.contains("needs major: v2") && out.contains("required-added"), "{out}");
}

#[test]
fn the_toolkits_own_contracts_have_policies_too() {
    let repository = Repository::new();
    let schema = "specs/01_schema/meta/toolkit_waivers_v1.yaml";
    repository.replace(schema, "    - reason\n", "");
    repository.commit();
    let bump = |id| repository.run(&["compat", "bump", id, "--against", "git:HEAD"]);
    let (exit, out, _) = bump("toolkit/waivers");
    assert_eq!(exit, Some(1), "{out}");
    assert!(out.contains("needs major: v2") && out.contains("required-added"), "{out}");
    let (exit, out, err) = bump("toolkit/finding-report");
    assert_eq!((exit, err.as_str()), (Some(0), ""), "{out}");
}

#[test]
fn a_policy_of_no_contract_is_refused() {
    let repository = Repository::new();
    let policies = "specs/02_contracts/policies";
    let cron = format!("{policies}/cron_execution_report.yaml");
    fs::copy(repository.at(&cron), repository.at(&format!("{policies}/nobody_x.yaml"))).unwrap();
    let (exit, _, err) = repository.run(&["check", "--step", "policies"]);
    assert_eq!(exit, Some(1), "{err}");
    assert!(err.contains("nobody_x.yaml: no contract has that file name"), "{err}");
    repository.replace(&cron, "contract: cron/execution-report", "contract: nobody/x");
    let (exit, _, err) = repository.run(&["compat", "bump", "cron/execution-report"]);
    assert_eq!(exit, Some(2), "{err}");
    assert!(err.contains("it is the policy of `nobody/x`"), "{err}");
    fs::remove_file(repository.at(&cron)).unwrap();
    let (exit, _, err) = repository.run(&["compat", "bump", "cron/execution-report"]);
    assert_eq!(exit, Some(2), "{err}");
    assert!(err.contains("has no policy"), "{err}");
}

#[test]
fn pairs_of_standard_input_are_answered_line_by_line_and_long_ones_refused() {
    use std::io::Write as _;
    let mut program = clean(Command::new(env!("CARGO_BIN_EXE_data-contracts")));
    let program = program.args(["compat", "--pairs", "-", "--max-size", "1000"]);
    let pipe = std::process::Stdio::piped;
    let mut child = program.stdin(pipe()).stdout(pipe()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let pair = |id: &str| format!("{{\"id\":\"{id}\",\"old\":{{}},\"new\":{{}}}}\n");
    let long = format!("{{\"id\":\"{}\"}}\n", "x".repeat(300_000));
    let writer = std::thread::spawn(move || {
        // More than a batch holds, with a line between that no reader should have to hold.
        for number in 0..600 {
            input.write_all(pair(&number.to_string()).as_bytes()).unwrap();
        }
        input.write_all(long.as_bytes()).unwrap();
        input.write_all(pair("last").trim_end().as_bytes()).unwrap();
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((output.status.code(), lines.len()), (Some(2), 602));
    assert!(lines[599].starts_with(r#"{"id":"599","backward""#), "{}", lines[599]);
    assert!(lines[600].starts_with(r#"{"id":null,"line":601,"error""#), "{}", lines[600]);
    assert!(lines[601].starts_with(r#"{"id":"last","backward""#), "{}", lines[601]);
}
