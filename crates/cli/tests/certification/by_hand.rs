//! `docs/verify_by_hand.md` says the truth: its blocks run as they stand, and notice a change.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use certify::sign::key::SigningKey;

use crate::repository::{NOW, fixtures, has, said};

/// The seed of the key that signed the committed cases.
const SEED: [u8; 32] = [1; 32];

const CERTIFICATE: &str = "runner-certification-rust.json";
const ENVELOPE: &str = "runner-certification-rust.intoto.jsonl";

/// The page's blocks as one script; those that need `jq` only where it is.
fn script() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verify_by_hand.md");
    let page = fs::read_to_string(page).unwrap();
    let jq = has("jq");
    let mut script = String::new();
    let mut inside = None;
    for line in page.lines() {
        match (inside, line.strip_prefix("```")) {
            (None, Some(kind)) => inside = Some(kind == "sh" || (kind == "sh jq" && jq)),
            (Some(_), Some(_)) => inside = None,
            (Some(true), None) => script += &format!("{line}\n"),
            _ => {}
        }
    }
    script
}

/// A folder as the page asks for; `None`, after saying so, where a tool is missing.
fn folder() -> Option<tempfile::TempDir> {
    let openssl = Command::new("openssl").arg("version").output().is_ok_and(|it| {
        let version = String::from_utf8_lossy(&it.stdout).into_owned();
        version.starts_with("OpenSSL 3") || version.starts_with("OpenSSL 4")
    });
    if !openssl {
        println!("SKIPPED: openssl 3 is not on this machine");
    }
    if !openssl || !has("python3") || !has("sha256sum") {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let case = fixtures().join("verify/accept/everything-asked-for");
    for file in [CERTIFICATE, ENVELOPE, "runner.tar.gz"] {
        fs::copy(case.join(file), folder.path().join(file)).unwrap();
    }
    let key = SigningKey::from_seed(&SEED).public().to_pem().unwrap();
    fs::write(folder.path().join("release.pub"), key).unwrap();
    Some(folder)
}

fn run(folder: &Path) -> Output {
    // Some machines have a slow stand-in for python3 on the path; the page calls it often.
    let asked = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output();
    let python = String::from_utf8(asked.unwrap().stdout).unwrap();
    let mut path = Path::new(python.trim()).parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut sh = Command::new("sh");
    sh.arg("-c").arg(script()).current_dir(folder).env("PATH", path).output().unwrap()
}

#[test]
fn the_page_verifies_a_certificate() {
    let Some(folder) = folder() else { return };
    let output = run(folder.path());
    assert!(output.status.success(), "{}", said(&output));
    for step in ["payload digest", "intent hash", "summary", "key id", "signature", "artifact"] {
        assert!(said(&output).contains(&format!("ok      {step}")), "{step}: {}", said(&output));
    }
}

#[test]
fn the_page_notices_whatever_changes() {
    let changes: [(&str, &str, &str, &str); 6] = [
        ("payload digest", CERTIFICATE, "dc-runner-rust", "dc-runner-evil"),
        ("certificate file", CERTIFICATE, "{\n", "{ \n"),
        ("payload type", ENVELOPE, "vnd.in-toto+json", "vnd.in-toto+xml"),
        ("key id", ENVELOPE, "\"keyid\":\"", "\"keyid\":\"0"),
        ("", ENVELOPE, "\"sig\":\"", "\"sig\":\"A"),
        ("artifact", "runner.tar.gz", "release 1", "release 2"),
    ];
    for (step, file, from, to) in changes {
        let Some(folder) = folder() else { return };
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} {from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let output = run(folder.path());
        assert!(!output.status.success(), "{step}: {}", said(&output));
        assert!(
            said(&output).contains(&format!("FAILED  {step}")) || step.is_empty(),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn our_keys_are_openssls_keys() {
    if folder().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::from_seed(&SEED);
    fs::write(folder.path().join("ours"), key.to_pkcs8_pem().unwrap()).unwrap();
    let openssl = |args: &[&str]| {
        let output =
            Command::new("openssl").args(args).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(openssl(&["pkey", "-in", "ours", "-pubout"]), key.public().to_pem().unwrap());
    let theirs = openssl(&["genpkey", "-algorithm", "ed25519"]);
    let read = SigningKey::from_file_text(&theirs).unwrap();
    fs::write(folder.path().join("theirs"), &theirs).unwrap();
    assert_eq!(openssl(&["pkey", "-in", "theirs", "-pubout"]), read.public().to_pem().unwrap());
}

#[test]
fn our_keys_are_ssh_keygens_keys() {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        println!("SKIPPED: ssh-keygen is not on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let keygen = |args: &[&str]| {
        Command::new("ssh-keygen").args(args).current_dir(folder.path()).output().unwrap()
    };
    assert!(
        keygen(&["-q", "-t", "ed25519", "-N", "", "-C", "ci", "-f", "theirs"]).status.success()
    );
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let theirs = SigningKey::from_file_text(&text("theirs")).unwrap();
    assert_eq!(theirs.public().to_openssh("ci").unwrap(), text("theirs.pub").trim_end());
    assert!(keygen(&["-q", "-t", "ed25519", "-N", "secret", "-f", "closed"]).status.success());
    let closed = SigningKey::from_file_text(&text("closed")).unwrap_err();
    assert!(closed.to_string().contains("passphrase"), "{closed}");
    assert!(keygen(&["-q", "-t", "ecdsa", "-N", "", "-f", "other"]).status.success());
    assert!(SigningKey::from_file_text(&text("other")).is_err());
    let ours = SigningKey::from_seed(&SEED);
    certify::sign::key_file::write_private(
        &folder.path().join("ours"),
        &ours.to_openssh("x").unwrap(),
    )
    .unwrap();
    let public = keygen(&["-y", "-f", "ours"]);
    assert_eq!(
        String::from_utf8_lossy(&public.stdout).trim_end(),
        ours.public().to_openssh("x").unwrap()
    );
}

/// The trust file of `docs/certify.md` is one, and says what the page says of it.
#[test]
fn the_trust_file_of_the_users_page_can_be_used() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/certify.md");
    let page = fs::read_to_string(page).unwrap();
    let block = page.split("```").find(|it| it.starts_with("yaml\nversion: 1\nkeys:")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("trust.yaml"), block.trim_start_matches("yaml\n")).unwrap();
    let case = fixtures().join("verify/accept/signed");
    for file in [CERTIFICATE, ENVELOPE] {
        fs::copy(case.join(file), folder.path().join(file)).unwrap();
    }
    // It is the key that signed the committed cases, which it may not do for their runner.
    let output = Command::new(env!("CARGO_BIN_EXE_data-contracts"))
        .args(["verify", CERTIFICATE, "--trust", "trust.yaml", "--now-utc", NOW])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(said(&output).contains("REFUSED (key-not-allowed)"), "{}", said(&output));
    assert!(said(&output).contains("my-runner releases 2026"), "{}", said(&output));
}
