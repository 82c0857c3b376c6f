//! Runs of the program in a folder of their own, over a scripted forge or the demonstration.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::forge::{self, Forge, Reply};

/// The files of a run, below `.artifacts`.
pub(crate) const OUTPUTS: [&str; 4] = [
    "runner-status-matrix.json",
    "runner-status-matrix.md",
    "runner-status-matrix.html",
    "runner-status-ingest-log.json",
];

pub(crate) const NOW: &str = "2026-02-23T06:00:00Z";

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

pub(crate) fn demo() -> PathBuf {
    repository().join("tests/fixtures/ingest/demo")
}

/// The program, in an empty folder, without what the environment might add.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-contracts"));
    command.current_dir(folder);
    for name in [
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITHUB_API_URL",
        "GITHUB_STEP_SUMMARY",
        "RUNNER_STATUS_NOW_UTC",
        "RUNNER_STATUS_MAX_AGE_HOURS",
    ] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn ingest(folder: &Path, args: &[&str]) -> Output {
    program(folder).arg("ingest").args(args).output().unwrap()
}

pub(crate) fn replay(folder: &Path, more: &[&str]) -> Output {
    let demo = demo();
    let args = ["--replay", demo.to_str().unwrap(), "--now-utc", NOW];
    ingest(folder, &[&args[..], more].concat())
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) fn matrix(folder: &Path) -> Value {
    let bytes = fs::read(folder.join(".artifacts/runner-status-matrix.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

pub(crate) fn log(folder: &Path) -> Value {
    let bytes = fs::read(folder.join(".artifacts/runner-status-ingest-log.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A registry of required lanes below a forge, in a file.
pub(crate) fn registry(folder: &Path, forge: &Forge, lanes: &[&str]) -> PathBuf {
    let url = |id: &str| forge.url(&format!("/{id}/releases/latest"));
    registry_at(folder, &lanes.iter().map(|id| (*id, url(id))).collect::<Vec<_>>())
}

/// A registry of required lanes with the addresses of their releases, in a file.
pub(crate) fn registry_at(folder: &Path, lanes: &[(&str, String)]) -> PathBuf {
    let runners: Vec<Value> = lanes
        .iter()
        .map(|(id, url)| {
            json!({"runner_id": id, "class": "required", "status": "active",
                "entrypoints": {"public_adapter": "/a", "implementation_repo": format!("dc-runner-{id}")},
                "required_core_checks": [], "required_core_cases": [], "command_contract_subset": [],
                "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                    "md_out": "/.artifacts/runner-certification-{runner}.md"},
                "status_exchange": {"source_kind": "release_asset", "matrix_role": "required",
                    "release_api_url": url,
                    "report_asset_name": "report.json", "freshness_slo_hours": 72}})
        })
        .collect();
    let path = folder.join("registry.json");
    let registry = json!({"version": 2, "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml", "runners": runners});
    fs::write(&path, registry.to_string()).unwrap();
    path
}

/// What a good forge answers.
pub(crate) fn good(request: &forge::Request) -> Reply {
    let lane = request.path.split('/').nth(1).unwrap_or_default().to_owned();
    let base = format!("http://{}/{lane}", request.header("host").unwrap());
    if request.path.ends_with("/releases/latest") {
        let release = json!({"tag_name": "v1.0.0", "assets": [{"name": "report.json",
            "url": format!("{base}/asset"), "state": "uploaded"}]});
        return Reply::ok(release.to_string());
    }
    let report = json!({"version": 1, "runner_id": lane, "implementation_repo": format!("dc-runner-{lane}"),
        "release_version": "1.0.0", "commit_sha": "1".repeat(40),
        "generated_at": "2026-02-23T00:00:00Z", "fresh_until": "2026-02-25T00:00:00Z",
        "lane_class": "required", "overall_status": "pass", "command_results": [], "artifact_refs": []});
    Reply::ok(report.to_string())
}

pub(crate) fn walk(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            all.push_str(&walk(&entry.path()));
        } else {
            all.push_str(&text(&fs::read(entry.path()).unwrap()));
        }
    }
    all
}
