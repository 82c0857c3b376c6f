//! Signing, verifying, comparing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use serde_json::Value;

use crate::repository::{NOW, Repository, code, has, runner, said};

/// What a verifier asks for in these tests.
const DEMANDS: [&str; 12] = [
    "--trust",
    ".git/trust.yaml",
    "--registry",
    "registry.yaml",
    "--runner",
    "reference",
    "--require-signature",
    "--require-pass",
    "--max-age",
    "1",
    "--now-utc",
    NOW,
];

const CERTIFICATE: &str = ".artifacts/runner-certification-reference.json";
const ENVELOPE: &str = ".artifacts/runner-certification-reference.intoto.jsonl";

/// A repository with a key of that form, and a certificate that it signed.
fn signed(form: &str) -> Repository {
    let repository = Repository::new();
    let made = repository.data_contracts(&["keygen", ".git/key", "--format", form]);
    assert_eq!(code(&made), 0, "{}", said(&made));
    let mode = fs::metadata(repository.path().join(".git/key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(code(&repository.data_contracts(&["keygen", ".git/key"])), 3, "never replaced");
    trust(&repository, "reference");
    let adapter = runner("mute.sh");
    let args = ["--adapter", &adapter, "--sign-key", ".git/key", "--artifact", "registry.yaml"];
    let issued = repository.certify("reference", &args);
    assert_eq!(code(&issued), 0, "{}", said(&issued));
    repository
}

fn verify(repository: &Repository, path: &str, more: &[&str]) -> Output {
    repository.data_contracts(&[&["verify", path][..], &DEMANDS, more].concat())
}

#[test]
fn certificate_and_envelope_verify_with_keys_of_both_forms() {
    if !has("git") {
        return;
    }
    for form in ["pkcs8", "openssh"] {
        let repository = signed(form);
        for path in [CERTIFICATE, ENVELOPE] {
            let verified = verify(&repository, path, &["--artifact", "registry.yaml"]);
            assert_eq!(code(&verified), 0, "{}", said(&verified));
            assert!(said(&verified).contains("VERIFIED"));
        }
    }
}

#[test]
fn a_good_certificate_does_not_stand_for_anything_else() {
    if !has("git") {
        return;
    }
    let repository = signed("pkcs8");
    let other = verify(&repository, CERTIFICATE, &["--artifact", "cases/prose.md"]);
    assert_eq!(code(&other), 1, "another release");
    assert_eq!(code(&verify(&repository, CERTIFICATE, &["--commit", &"0".repeat(40)])), 1);
    trust(&repository, "second");
    assert_eq!(code(&verify(&repository, CERTIFICATE, &[])), 6, "the key may not");
}

#[test]
fn a_changed_or_unsigned_certificate_is_refused() {
    if !has("git") {
        return;
    }
    let repository = signed("pkcs8");
    let file = repository.path().join(CERTIFICATE);
    let mut bytes = fs::read(&file).unwrap();
    bytes.push(b'\n');
    fs::write(&file, bytes).unwrap();
    let refused = verify(&repository, CERTIFICATE, &["--format", "json"]);
    assert_eq!(code(&refused), 6);
    let report: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(report["cause"], "certificate-mismatch");
    fs::remove_file(repository.path().join(ENVELOPE)).unwrap();
    assert_eq!(code(&verify(&repository, CERTIFICATE, &[])), 6, "unsigned");
}

fn trust(repository: &Repository, runner_id: &str) {
    let key = fs::read_to_string(repository.path().join(".git/key.pub")).unwrap();
    let key: String = key.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!(
        "version: 1\nkeys:\n- name: test\n  key: |\n{key}  runners: [{runner_id}]\n  valid_from: 2026-01-01T00:00:00Z\n  valid_until: 2027-01-01T00:00:00Z\n"
    );
    fs::write(repository.path().join(".git/trust.yaml"), text).unwrap();
}

#[test]
fn certificates_of_two_runners_are_compared() {
    if !has("git") {
        return;
    }
    let repository = Repository::new();
    repository.certify("reference", &["--adapter", &runner("mute.sh")]);
    let first = ".artifacts/runner-certification-reference.json";
    let same = repository.data_contracts(&["certify", "compare", first, first]);
    assert_eq!(code(&same), 0, "{}", said(&same));
    let other = ["--adapter", &runner("no_protocol.sh"), "--out", "other"];
    repository.certify("reference", &other);
    let second = "other/runner-certification-reference.json";
    let differs = repository.data_contracts(&["certify", "compare", first, second]);
    assert_eq!(code(&differs), 1);
    assert!(said(&differs).contains("held to the same intent"), "{}", said(&differs));
    assert!(said(&differs).contains("results: 3 differ"), "{}", said(&differs));
    repository.certify("second", &["--adapter", &runner("mute.sh")]);
    let third = ".artifacts/runner-certification-second.json";
    let demands =
        repository.data_contracts(&["certify", "compare", first, third, "--format", "json"]);
    assert_eq!(code(&demands), 1);
    let report: Value = serde_json::from_slice(&demands.stdout).unwrap();
    assert_eq!(report["same_demands"], false);
    fs::write(repository.path().join("none.json"), "{}").unwrap();
    assert_eq!(code(&repository.data_contracts(&["certify", "compare", first, "none.json"])), 1);
    assert_eq!(code(&repository.data_contracts(&["certify", "compare", first, "gone.json"])), 3);
}

#[test]
fn what_cannot_be_read_is_not_a_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_data-contracts"));
        command.args(args).current_dir(folder.path()).output().unwrap()
    };
    assert_eq!(code(&run(&["verify", "gone.json"])), 3);
    fs::write(folder.path().join("a.intoto.jsonl"), "{}\n").unwrap();
    assert_eq!(code(&run(&["verify", "a.intoto.jsonl"])), 3, "no certificate beside it");
    fs::write(folder.path().join("a.json"), "{}").unwrap();
    assert_eq!(code(&run(&["verify", "a.json"])), 6, "an envelope that is none");
    fs::write(folder.path().join("trust.yaml"), "version: 1\nkeys: []\n").unwrap();
    assert_eq!(code(&run(&["verify", "a.json", "--trust", "trust.yaml"])), 2);
}
