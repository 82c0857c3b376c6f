//! Runners that do what no program should: each gives a failed row with its reason, in bounded time
//! and with bounded evidence.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use validator::proof::digest;

use crate::repository::{Repository, code, failed, has, row, runner, said};

/// What each command of `hostile.sh` has to come to: status, exit code, a part of the reason.
const OUTCOMES: [(&str, &str, i64, &str); 13] = [
    ("hang", "fail", 124, "still running after 1 s"),
    ("hang-deaf", "fail", 124, "still running after 1 s"),
    ("leave", "fail", 0, "left processes running"),
    ("leave-silent", "fail", 0, "left processes running"),
    ("flee", "fail", 0, "left processes running"),
    ("flood", "fail", 125, "printed more than 64 MiB"),
    ("flood-errors", "fail", 125, "printed more than 64 MiB"),
    ("killed", "fail", 137, "killed by signal 9"),
    ("aborted", "fail", 134, "killed by signal 6"),
    ("silent", "pass", 0, "as demanded"),
    ("silent-hang", "fail", 124, "still running after 1 s"),
    ("binary", "pass", 0, "as demanded"),
    ("terminal", "fail", 9, "ended with 9"),
];

/// A registry with one lane that asks for these commands.
fn registry(runner_id: &str, commands: &[&str], checks: &[&str], cases: &[&str]) -> String {
    let command = |name: &&str| json!({"name": name, "args": [], "expect_exit": [0]});
    json!({"version": 2,
        "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml",
        "runners": [{"runner_id": runner_id, "class": "required", "status": "active",
            "entrypoints": {"public_adapter": "/runner", "implementation_repo": "runner"},
            "required_core_checks": checks, "required_core_cases": cases,
            "command_contract_subset": commands.iter().map(command).collect::<Vec<_>>(),
            "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                "md_out": "/.artifacts/runner-certification-{runner}.md"}}]})
    .to_string()
}

#[test]
fn whatever_a_program_does_is_a_row_and_never_a_hung_job() {
    if !has("git") || !Path::new("/proc/self/environ").exists() {
        return;
    }
    let repository = Repository::new();
    let commands: Vec<&str> = OUTCOMES.iter().map(|it| it.0).collect();
    let cases = ["/cases/cron.yaml#accept.success", "/cases/cron.yaml#reject.status"];
    let text = registry("hostile", &commands, &["any"], &cases);
    fs::write(repository.path().join("registry.yaml"), text).unwrap();
    let begun = Instant::now();
    let adapter = runner("hostile.sh");
    let args = ["--adapter", &adapter, "--timeout", "1", "--jobs", "3", "--allow-dirty"];
    let output = repository.certify("hostile", &args);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    assert_eq!(code(&output), 1, "{}", said(&output));
    let certificate = repository.certificate("hostile");
    for (name, status, exit, reason) in OUTCOMES {
        let row = row(&certificate, &format!("command.{name}"));
        let detail = row["detail"].as_str().unwrap();
        assert_eq!((&row["status"], &row["exit_code"]), (&json!(status), &json!(exit)), "{row}");
        assert!(detail.contains(reason), "{row}");
    }
    assert_eq!(row(&certificate, "governance.any")["exit_code"], 124, "a check may hang too");
    assert_eq!(row(&certificate, "spec./cases/cron.yaml#reject.status")["status"], "fail");
    evidence_is_bounded_and_named_by_its_digest(&repository, &certificate);
    // What it printed is evidence; nothing of it reaches a terminal or the page.
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
    let path = ".artifacts/runner-certification-hostile.json";
    let verified = repository.data_contracts(&[
        "verify",
        path,
        "--registry",
        "registry.yaml",
        "--now-utc",
        crate::repository::NOW,
    ]);
    assert_eq!(code(&verified), 0, "an honest certificate: {}", said(&verified));
}

fn evidence_is_bounded_and_named_by_its_digest(repository: &Repository, certificate: &Value) {
    for row in certificate["checks"].as_array().unwrap() {
        let Some(reference) = row["evidence_ref"].as_str() else { continue };
        let record = repository.path().join(reference.trim_start_matches('/'));
        for entry in fs::read_dir(record.parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            assert!(bytes.len() <= 1 << 20, "{}", path.display());
            let stem = path.file_stem().unwrap().to_str().unwrap();
            assert_eq!(stem, digest::of_bytes(&bytes), "{}", path.display());
        }
    }
    let flood = row(certificate, "command.flood")["evidence_ref"].as_str().unwrap();
    let flood = fs::read(repository.path().join(flood.trim_start_matches('/'))).unwrap();
    let flood: Value = serde_json::from_slice(&flood).unwrap();
    assert_eq!(flood["stdout"]["kept"], 1 << 20);
    assert!(flood["stdout"]["bytes"].as_u64().unwrap() > 64 << 20);
}

#[test]
fn a_runner_cannot_lead_the_certificate_elsewhere() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let text = registry("trapper", &["trap-output"], &[], &[]);
    fs::write(repository.path().join("registry.yaml"), text).unwrap();
    let args = ["--adapter", &runner("hostile.sh"), "--allow-dirty"];
    let output = repository.certify("trapper", &args);
    assert_eq!(code(&output), 3, "{}", said(&output));
    assert!(said(&output).contains("a link"), "{}", said(&output));
    assert!(!repository.path().join("outside.json").exists());
}

#[test]
fn a_runner_cannot_rewrite_the_evidence_of_another_check() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    let text = registry("hostile", &["binary", "trap-evidence"], &[], &[]);
    fs::write(repository.path().join("registry.yaml"), text).unwrap();
    let args = ["--adapter", &runner("hostile.sh"), "--allow-dirty"];
    let output = repository.certify("hostile", &args);
    assert_eq!(code(&output), 3, "{}", said(&output));
    assert!(said(&output).contains("evidence of command.binary was changed"), "{}", said(&output));
    let text = registry("hostile", &["binary"], &[], &[]);
    fs::write(repository.path().join("registry.yaml"), text).unwrap();
    let output = repository.certify("hostile", &args);
    assert_eq!(code(&output), 0, "what stood there is no trap: {}", said(&output));
    assert_eq!(failed(&repository.certificate("hostile")), [""; 0]);
}
