//! What a lane's certificate is worth, as a row shows it: at hand, or carried by the release.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::forge::{Forge, Reply, Request};
use crate::repository::{self, Repository};
use crate::support::{code, good, ingest, matrix, registry, text};

const NAME: &str = "runner-certification-reference.json";
const ENVELOPE: &str = "runner-certification-reference.intoto.jsonl";

/// A repository whose runner `reference` has a signed certificate, and who may sign for it.
fn signed() -> Repository {
    let repository = Repository::new();
    assert_eq!(code(&repository.data_contracts(&["keygen", ".git/key"])), 0);
    let key = fs::read_to_string(repository.path().join(".git/key.pub")).unwrap();
    let key: String = key.lines().map(|line| format!("    {line}\n")).collect();
    let trust = format!(
        "version: 1\nkeys:\n- name: test\n  key: |\n{key}  runners: [reference]\n  valid_from: 2026-01-01T00:00:00Z\n  valid_until: 2027-01-01T00:00:00Z\n"
    );
    fs::write(repository.path().join(".git/trust.yaml"), trust).unwrap();
    let adapter = repository::runner("mute.sh");
    let issued =
        repository.certify("reference", &["--adapter", &adapter, "--sign-key", ".git/key"]);
    assert_eq!(code(&issued), 0, "{}", repository::said(&issued));
    repository
}

fn head(repository: &Repository) -> String {
    let mut git = Command::new("git");
    let said = git.args(["rev-parse", "HEAD"]).current_dir(repository.path()).output().unwrap();
    text(&said.stdout).trim().to_owned()
}

/// A forge whose reports name that commit, and whose release carries those files.
fn forge(commit: &str, carried: Vec<(String, Vec<u8>)>) -> Forge {
    let commit = commit.to_owned();
    Forge::start(move |request| {
        let file = carried.iter().find(|(name, _)| request.path.ends_with(name.as_str()));
        if let Some((_, bytes)) = file {
            return Reply::ok(bytes.clone());
        }
        changed(good(request), |document| {
            if document.get("commit_sha").is_some() {
                document["commit_sha"] = json!(commit);
            }
            if let Some(assets) = document.get_mut("assets").and_then(Value::as_array_mut) {
                assets.extend(carried.iter().map(|(name, _)| asset(request, name)));
            }
        })
    })
}

fn asset(request: &Request, name: &str) -> Value {
    let host = request.header("host").unwrap();
    json!({"name": name, "url": format!("http://{host}/files/{name}"), "state": "uploaded"})
}

fn changed(reply: Reply, change: impl Fn(&mut Value)) -> Reply {
    let Reply::Http(status, headers, body) = reply else { return reply };
    let mut document: Value = serde_json::from_slice(&body).unwrap();
    change(&mut document);
    Reply::Http(status, headers, document.to_string().into_bytes())
}

/// The state that the row of `reference` shows.
fn state(forge: &Forge, more: &[&str]) -> Value {
    let folder = TempDir::new().unwrap();
    let registry = registry(folder.path(), forge, &["reference"]);
    let origin = forge.origin();
    let args = ["--registry", registry.to_str().unwrap(), "--allow-origin", &origin];
    let now = ["--now-utc", repository::NOW];
    let output = ingest(folder.path(), &[&args[..], &now, more].concat());
    assert!([0, 4].contains(&code(&output)), "{}", text(&output.stderr));
    let page = fs::read_to_string(folder.path().join(".artifacts/runner-status-matrix.html"));
    let state = matrix(folder.path())["matrix_rows"][0]["certificate_state"].clone();
    let word = if state.is_null() { "not looked at" } else { state.as_str().unwrap() };
    assert!(page.unwrap().contains(word), "the page shows it too");
    state
}

/// Files by name.
type Files<'f> = &'f [(&'f str, &'f [u8])];

fn in_folder(files: Files<'_>) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn read(repository: &Repository, name: &str) -> Vec<u8> {
    fs::read(repository.path().join(".artifacts").join(name)).unwrap()
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn certificates_at_hand_are_shown_for_what_they_are_worth() {
    if !repository::has("git") {
        return;
    }
    let repository = signed();
    let (certificate, envelope) = (read(&repository, NAME), read(&repository, ENVELOPE));
    let trust = shown(&repository.path().join(".git/trust.yaml"));
    let (ours, other) = (head(&repository), "2".repeat(40));
    let edited = [&certificate[..], b"\n"].concat();
    let cases: [(&str, &str, Files<'_>); 6] = [
        ("verified", &ours, &[(NAME, &certificate), (ENVELOPE, &envelope)]),
        ("digest-only", &ours, &[(NAME, &certificate)]),
        ("none", &ours, &[]),
        ("bad", &ours, &[(NAME, &edited), (ENVELOPE, &envelope)]),
        ("bad", &ours, &[(ENVELOPE, &envelope)]),
        ("bad", &other, &[(NAME, &certificate), (ENVELOPE, &envelope)]),
    ];
    for (wanted, commit, files) in cases {
        let (folder, forge) = (in_folder(files), forge(commit, Vec::new()));
        let at = shown(folder.path());
        let state = state(&forge, &["--certificates", &at, "--trust", &trust]);
        assert_eq!(state, wanted, "{commit} {}", files.len());
    }
}

#[test]
fn a_certificate_at_hand_is_shown_although_the_release_gives_nothing() {
    if !repository::has("git") {
        return;
    }
    let repository = signed();
    let forge = Forge::start(|_| Reply::status(404, "{}"));
    let at = shown(&repository.path().join(".artifacts"));
    let trust = shown(&repository.path().join(".git/trust.yaml"));
    assert_eq!(state(&forge, &["--certificates", &at, "--trust", &trust]), "verified");
    assert_eq!(state(&forge, &[]), Value::Null, "nobody looked");
}

#[test]
fn a_certificate_that_the_release_carries_is_looked_at_when_none_is_at_hand() {
    if !repository::has("git") {
        return;
    }
    let repository = signed();
    let files = || [NAME, ENVELOPE].map(|name| (name.to_owned(), read(&repository, name))).to_vec();
    let trust = shown(&repository.path().join(".git/trust.yaml"));
    let carrying = forge(&head(&repository), files());
    assert_eq!(state(&carrying, &["--trust", &trust]), "verified");
    assert_eq!(carrying.count(&format!("/files/{NAME}")), 1);
    let empty = in_folder(&[]);
    let at_hand = ["--certificates", &shown(empty.path()), "--trust", &trust];
    assert_eq!(state(&carrying, &at_hand), "none", "the folder counts, not the release");
    assert_eq!(carrying.count(&format!("/files/{NAME}")), 1, "and the release is not asked");
    let mut altered = files();
    altered[0].1.push(b' ');
    assert_eq!(state(&forge(&head(&repository), altered), &["--trust", &trust]), "bad");
    assert_eq!(state(&forge(&head(&repository), Vec::new()), &["--trust", &trust]), "none");
}
