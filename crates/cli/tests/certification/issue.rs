//! Running, recording, refusing to run.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::repository::{Repository, code, failed, has, row, runner, said};

#[test]
fn an_honest_runner_in_another_language_passes() {
    if !has("git") || !has("python3") {
        return;
    }
    let repository = Repository::new();
    let output = repository.certify("reference", &["--adapter", &runner("honest.py")]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let certificate = repository.certificate("reference");
    assert_eq!(failed(&certificate), [""; 0]);
    assert_eq!(certificate["summary"]["passed"], 8);
    let case = row(&certificate, "spec./cases/cron.yaml#reject.status");
    assert_eq!(case["detail"], "rejected with cron/status-derived, as it must be");
    // What it printed was kept: its arguments reached it as the registry has them.
    let evidence = row(&certificate, "command.greet")["evidence_ref"].as_str().unwrap();
    let record: Value = serde_json::from_slice(
        &fs::read(repository.path().join(evidence.trim_start_matches('/'))).unwrap(),
    )
    .unwrap();
    let stdout = record["stdout"]["sha256"].as_str().unwrap();
    let beside =
        Path::new(evidence.trim_start_matches('/')).with_file_name(format!("{stdout}.stdout"));
    assert_eq!(
        fs::read_to_string(repository.path().join(beside)).unwrap(),
        "hello two words $HOME\n"
    );
}

#[test]
fn our_own_binary_speaks_the_protocol() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let own = env!("CARGO_BIN_EXE_data-contracts");
    let output = repository.certify("reference", &["--adapter", own]);
    let certificate = repository.certificate("reference");
    // The commands and the check are another runner's; the cases are everybody's.
    let foreign = ["command.greet", "command.refuse", "governance.interface.commands"];
    assert_eq!(failed(&certificate), foreign, "{}", said(&output));
    let syntax = row(&certificate, "spec./cases/cron.yaml#reject.syntax");
    assert_eq!(syntax["detail"], "rejected with json/syntax, as it must be");
}

#[test]
fn a_wrong_runner_fails_with_the_case_named() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let output = repository.certify("reference", &["--adapter", &runner("accepts_everything.sh")]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let cases = ["spec./cases/cron.yaml#reject.status", "spec./cases/cron.yaml#reject.syntax"];
    assert_eq!(failed(&repository.certificate("reference")), cases);
    for case in cases {
        assert!(said(&output).contains(case), "{}", said(&output));
    }
    let page = repository.path().join(".artifacts/runner-certification-reference.md");
    assert!(
        fs::read_to_string(page).unwrap().contains("accepted a document that breaks the contract")
    );
}

#[test]
fn a_wrong_reason_fails_and_no_reason_does_not() {
    if !has("git") || !has("python3") {
        return;
    }
    let repository = Repository::new();
    repository.certify("reference", &["--adapter", &runner("wrong_reason.py")]);
    let certificate = repository.certificate("reference");
    assert_eq!(failed(&certificate).len(), 2);
    let output = repository.certify("second", &["--adapter", &runner("mute.sh")]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let certificate = repository.certificate("second");
    let case = row(&certificate, "spec./cases/cron.yaml#reject.status");
    assert!(case["detail"].as_str().unwrap().contains("does not say by which rule"));
}

#[test]
fn a_failure_on_a_lane_that_does_not_block_is_said_loudly_and_exits_0() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let output = repository.certify("second", &["--adapter", &runner("no_protocol.sh")]);
    assert_eq!(code(&output), 0);
    assert!(String::from_utf8_lossy(&output.stderr).contains("FAILED"), "{}", said(&output));
    let certificate = repository.certificate("second");
    assert_eq!(certificate["summary"]["status"], "fail");
    let case = row(&certificate, "spec./cases/cron.yaml#accept.success");
    assert!(case["detail"].as_str().unwrap().contains("does not answer the case protocol"));
}

#[test]
fn what_is_not_there_is_a_failed_check_with_the_reason() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let output = repository.certify("astray", &[]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let certificate = repository.certificate("astray");
    let reason = |id: &str| row(&certificate, id)["detail"].as_str().unwrap().to_owned();
    assert!(reason("governance.no.such.check").contains("the adapter was not found"));
    assert_eq!(reason("spec./cases/gone.yaml#accept.success"), "the case file does not exist");
    assert_eq!(reason("spec./cases/cron.yaml#gone"), "the case file has no case of that id");
    assert!(reason("spec./cases/prose.md#DC-001").contains("no portable cases"));
}

#[test]
fn a_lane_that_is_not_active_gets_a_certificate_of_skipped_rows() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let registry = repository.path().join("registry.yaml");
    let text = fs::read_to_string(&registry).unwrap();
    let lane = "class: compatibility_non_blocking\n  status: planned";
    assert!(text.contains(lane));
    // A required lane that is not active is not run either, and does not block.
    for class in ["compatibility_non_blocking", "required"] {
        for status in ["planned", "disabled", "retired"] {
            let other = format!("class: {class}\n  status: {status}");
            fs::write(&registry, text.replace(lane, &other)).unwrap();
            let output = repository.certify("planned", &[]);
            assert_eq!(code(&output), 0);
            assert!(said(&output).contains("planned: not run"), "{}", said(&output));
            let certificate = repository.certificate("planned");
            let summary = &certificate["summary"];
            assert_eq!((&summary["skipped"], &summary["blocking"]), (&3.into(), &false.into()));
            let path = ".artifacts/runner-certification-planned.json";
            let verified =
                repository.data_contracts(&["verify", path, "--registry", "registry.yaml"]);
            assert_eq!(code(&verified), 0, "{}", said(&verified));
            let verified = repository.data_contracts(&["verify", path, "--require-pass"]);
            assert_eq!(code(&verified), 5);
        }
    }
}

#[test]
fn wrong_orders_have_their_exit_codes() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    assert_eq!(code(&repository.certify("nobody", &[])), 2);
    fs::write(repository.path().join("other.yaml"), "version: 2\nrunners: []\n").unwrap();
    assert_eq!(code(&repository.certify("planned", &["--registry", "other.yaml"])), 2);
    assert_eq!(code(&repository.certify("planned", &["--registry", "gone.yaml"])), 2);
    fs::write(repository.path().join("file"), "").unwrap();
    assert_eq!(code(&repository.certify("planned", &["--out", "file/below"])), 3);
    // Signing for nothing is refused before anything is run: no commit, no artifact.
    fs::remove_dir_all(repository.path().join(".git")).unwrap();
    assert_eq!(code(&repository.data_contracts(&["keygen", "key"])), 0);
    let unsignable =
        repository.certify("second", &["--adapter", &runner("mute.sh"), "--sign-key", "key"]);
    assert_eq!(code(&unsignable), 2, "{}", said(&unsignable));
    assert!(!repository.path().join(".artifacts/evidence/second/command.greet").exists());
    let none = Command::new(env!("CARGO_BIN_EXE_runner-certify")).output().unwrap();
    assert_eq!(code(&none), 2);
}

#[test]
fn a_dirty_tree_cannot_pass_for_a_required_lane() {
    if !has("git") || !has("python3") {
        return;
    }
    let repository = Repository::new();
    fs::write(repository.path().join("new"), "").unwrap();
    let adapter = runner("honest.py");
    let output = repository.certify("reference", &["--adapter", &adapter]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    assert_eq!(failed(&repository.certificate("reference")), ["source.tree"]);
    let output = repository.certify("reference", &["--adapter", &adapter, "--allow-dirty"]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let certificate = repository.certificate("reference");
    let tree = row(&certificate, "source.tree");
    assert_eq!(tree["exit_code"], 1, "the tree is marked all the same");
    assert!(tree["detail"].as_str().unwrap().starts_with("dirty"));
}

/// A hook of another repository that starts us has these set: they are about that repository.
#[test]
fn the_commit_is_the_one_of_the_root_whatever_the_environment_says() {
    if !has("git") {
        return;
    }
    let (repository, other) = (Repository::new(), Repository::new());
    fs::write(repository.path().join("new"), "").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_runner-certify"))
        .args(["--runner", "second", "--registry", "registry.yaml"])
        .args(["--adapter", &runner("mute.sh")])
        .current_dir(repository.path())
        .env("GIT_DIR", other.path().join(".git"))
        .env("GIT_WORK_TREE", other.path())
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", said(&output));
    let tree = row(&repository.certificate("second"), "source.tree").clone();
    assert!(tree["detail"].as_str().unwrap().starts_with("dirty: 1 paths"), "{tree}");
}

#[test]
fn a_recorded_run_is_told_again_byte_for_byte() {
    if !has("git") || !has("python3") {
        return;
    }
    let repository = Repository::new();
    let adapter = runner("honest.py");
    let read = |folder: &str, ending: &str| {
        fs::read(
            repository.path().join(format!("{folder}/runner-certification-reference.{ending}")),
        )
        .unwrap()
    };
    let first = repository.certify(
        "reference",
        &["--adapter", &adapter, "--record", "rec", "--out", "one", "--jobs", "4"],
    );
    assert_eq!(code(&first), 0, "{}", said(&first));
    let again = repository.certify("reference", &["--replay", "rec", "--out", "two"]);
    assert_eq!(code(&again), 0, "{}", said(&again));
    for ending in ["json", "md"] {
        assert!(read("one", ending) == read("two", ending), "{ending}");
    }
    // Whoever has the key need not run anything: the certificate is the same, and signed.
    assert_eq!(code(&repository.data_contracts(&["keygen", ".git/key"])), 0);
    let signed = ["--replay", "rec", "--out", "three", "--sign-key", ".git/key"];
    assert_eq!(code(&repository.certify("reference", &signed)), 0);
    assert!(read("one", "json") == read("three", "json"));
    assert!(!read("three", "intoto.jsonl").is_empty());
    // A recording of one lane is no evidence for another, nor for other demands.
    assert_eq!(code(&repository.certify("second", &["--replay", "rec"])), 2);
    let registry = repository.path().join("registry.yaml");
    let text = fs::read_to_string(&registry).unwrap().replace("two words", "three");
    fs::write(&registry, text).unwrap();
    assert_eq!(code(&repository.certify("reference", &["--replay", "rec"])), 2);
}

#[test]
fn an_interrupt_ends_the_checks_and_writes_nothing() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let sleeper = repository.path().join(".git/sleeper");
    fs::write(&sleeper, "#!/bin/sh\nsleep 63 & sleep 63\n").unwrap();
    fs::set_permissions(&sleeper, fs::Permissions::from_mode(0o755)).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_runner-certify"))
        .args(["--runner", "reference", "--registry", "registry.yaml"])
        .args(["--adapter", ".git/sleeper"])
        .current_dir(repository.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let begun = Instant::now();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(4));
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(!repository.path().join(".artifacts/runner-certification-reference.json").exists());
}

/// The first check leaves a process outside of its group, session, pipes and environment.
const HIDES: &str = "#!/bin/sh\ntest -s .git/pid && exit 0\nsetsid env -i /bin/sh -c 'echo $$ > .git/pid; exec sleep 64' \
    </dev/null >/dev/null 2>&1 &\nwhile ! test -s .git/pid; do sleep 0.01; done\n";

fn hiding_runner() -> Option<Repository> {
    if !has("git") || !has("setsid") || !Path::new("/proc/self/stat").exists() {
        return None;
    }
    let repository = Repository::new();
    let path = repository.path().join(".git/hides");
    fs::write(&path, HIDES).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Some(repository)
}

fn lives(repository: &Repository) -> bool {
    let pid = fs::read_to_string(repository.path().join(".git/pid")).unwrap();
    let command = fs::read(format!("/proc/{}/cmdline", pid.trim())).unwrap_or_default();
    command.starts_with(b"sleep\x0064")
}

#[test]
fn a_process_that_hides_entirely_fails_its_check_and_is_killed() {
    let Some(repository) = hiding_runner() else { return };
    let output = repository.certify("reference", &["--adapter", ".git/hides"]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let certificate = repository.certificate("reference");
    let blamed = certificate.to_string().matches("left processes running").count();
    assert_eq!(blamed, 1, "the check that left it, and no other: {certificate:#}");
    assert!(!lives(&repository));
}

#[test]
fn a_process_that_hides_among_several_checks_is_killed_and_nothing_is_issued() {
    let Some(repository) = hiding_runner() else { return };
    let output = repository.certify("reference", &["--adapter", ".git/hides", "--jobs", "2"]);
    assert_eq!(code(&output), 2, "{}", said(&output));
    assert!(!repository.path().join(".artifacts/runner-certification-reference.json").exists());
    assert!(!lives(&repository));
}

#[test]
fn a_child_of_the_shell_that_became_us_is_no_concern_of_ours() {
    if !has("git") || !has("python3") {
        return;
    }
    let repository = Repository::new();
    let script = "sleep 65 & echo $! > .git/pid; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_runner-certify")])
        .args(["--runner", "reference", "--registry", "registry.yaml"])
        .args(["--adapter", &runner("honest.py")])
        .current_dir(repository.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(output.code(), Some(0));
    let pid = fs::read_to_string(repository.path().join(".git/pid")).unwrap();
    assert!(Command::new("kill").arg(pid.trim()).status().unwrap().success(), "it lives on");
}
