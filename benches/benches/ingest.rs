//! `ingest` over many runners against a scripted server on loopback, beside the sequential shell
//! way (curl and jq a runner) on the same server in the same run.
//!
//! `cargo build --release && cargo bench -p data-contracts-benches --bench ingest -- [RUNNERS] [LATENCY_MS]`
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    unreachable_pub
)]

#[path = "../../crates/ingest/tests/ingest/support/forge.rs"]
mod forge;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use forge::{Forge, Reply, Request};
use serde_json::{Value, json};

const NOW: &str = "2026-02-23T06:00:00Z";
const WORKERS: u32 = 8;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|text| text.parse::<u32>().ok());
    let runners = numbers.next().unwrap_or(1_000);
    let latency = Duration::from_millis(numbers.next().unwrap_or(50).into());
    let folder = tempfile::tempdir().unwrap();
    let forge = Forge::start(move |request| {
        thread::sleep(latency);
        answer(request)
    });
    let registry = registry(folder.path(), &forge, runners);
    println!("{runners} runners, {} ms latency, {WORKERS} workers", latency.as_millis());
    let bound = |requests: u32| latency * requests.div_ceil(WORKERS);
    let cold = measure(folder.path(), &registry, &forge);
    show("cold", &cold, bound(2 * runners));
    let warm = measure(folder.path(), &registry, &forge);
    show("warm", &warm, bound(runners));
    assert_eq!(warm.assets, 0, "an asset was downloaded a second time");
    assert_eq!(cold.assets, runners as usize);
    let shell = shell(folder.path(), &forge, runners);
    match shell {
        Some(time) => println!(
            "shell: {:.2} s, {:.1} × the cold run (curl and jq a runner, one after the other)",
            time.as_secs_f64(),
            time.as_secs_f64() / cold.time.as_secs_f64()
        ),
        None => println!("shell: skipped, curl or jq is not there"),
    }
}

/// One run.
struct Run {
    time: Duration,
    requests: usize,
    assets: usize,
    peak_kib: u64,
}

fn show(name: &str, run: &Run, bound: Duration) {
    println!(
        "{name}: {:.2} s, {:.2} × the bound of {:.2} s; {} requests, {} asset downloads, {:.1} MiB resident at most",
        run.time.as_secs_f64(),
        run.time.as_secs_f64() / bound.as_secs_f64(),
        bound.as_secs_f64(),
        run.requests,
        run.assets,
        run.peak_kib as f64 / 1024.0
    );
}

fn measure(folder: &Path, registry: &Path, forge: &Forge) -> Run {
    let before = forge.seen().len();
    let began = Instant::now();
    let program = benches::peers::ours().unwrap();
    let mut child = Command::new(program)
        .current_dir(folder)
        .args(["ingest", "--root", ".", "--now-utc", NOW, "--allow-origin", &forge.origin()])
        .arg("--registry")
        .arg(registry)
        .env_remove("GITHUB_STEP_SUMMARY")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak_kib = 0;
    let exit = loop {
        peak_kib = benches::process::peak_kib(child.id()).unwrap_or(0).max(peak_kib);
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        thread::sleep(Duration::from_millis(10));
    };
    let time = began.elapsed();
    assert!(exit.success(), "{exit}");
    let matrix = fs::read(folder.join(".artifacts/runner-status-matrix.json")).unwrap();
    let matrix: Value = serde_json::from_slice(&matrix).unwrap();
    assert_eq!(matrix["counts"]["fresh"], matrix["counts"]["lanes"], "every lane is fresh");
    let seen = forge.seen();
    let assets = seen.iter().skip(before).filter(|request| request.path.ends_with("/asset"));
    Run { time, requests: seen.len() - before, assets: assets.count(), peak_kib }
}

/// The usual way in a workflow: for each runner ask for the release, pick the asset, fetch it.
fn shell(folder: &Path, forge: &Forge, runners: u32) -> Option<Duration> {
    let there = |name: &str| {
        Command::new("sh")
            .args(["-c", &format!("command -v {name}")])
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if !there("curl") || !there("jq") {
        return None;
    }
    let script = "for n in $(seq 0 $(($2 - 1))); do
        asset=$(curl -sf \"$1/runner-$n/releases/latest\" | jq -r '.assets[0].url')
        curl -sf -H 'Accept: application/octet-stream' \"$asset\" | jq -r '.overall_status'
      done | sort | uniq -c";
    let began = Instant::now();
    let output = Command::new("bash")
        .current_dir(folder)
        .args(["-c", script, "bash", &forge.origin(), &runners.to_string()])
        .output()
        .unwrap();
    let time = began.elapsed();
    let counted = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert_eq!(counted, format!("{runners} pass"), "the shell way saw every lane too");
    Some(time)
}

fn answer(request: &Request) -> Reply {
    let lane = request.path.split('/').nth(1).unwrap_or_default();
    let report = report(lane);
    if request.path.ends_with("/asset") {
        return Reply::ok(report);
    }
    if request.header("if-none-match").is_some() {
        return Reply::status(304, "");
    }
    let base = format!("http://{}/{lane}", request.header("host").unwrap_or_default());
    let asset = json!({"name": "report.json", "url": format!("{base}/asset"), "state": "uploaded",
        "size": report.len(), "digest": format!("sha256:{}", ingest::source::transport::Payload::of(report).sha256)});
    let release = json!({"tag_name": "v1.0.0", "immutable": true, "assets": [asset]});
    Reply::ok(release.to_string()).with("etag", "\"1\"")
}

fn report(lane: &str) -> Vec<u8> {
    let command =
        |name: &str| json!({"command": name, "status": "pass", "exit_code": 0, "duration_ms": 12});
    json!({"version": 1, "runner_id": lane, "implementation_repo": lane, "release_version": "1.0.0",
        "commit_sha": "1".repeat(40), "generated_at": "2026-02-23T00:00:00Z",
        "fresh_until": "2026-02-25T00:00:00Z", "lane_class": "compatibility_non_blocking",
        "overall_status": "pass", "command_results": [command("governance"), command("style-check")],
        "artifact_refs": []})
    .to_string()
    .into_bytes()
}

fn registry(folder: &Path, forge: &Forge, runners: u32) -> PathBuf {
    let runners: Vec<Value> = (0..runners)
        .map(|n| {
            let id = format!("runner-{n}");
            json!({"runner_id": id, "class": "compatibility_non_blocking", "status": "active",
                "entrypoints": {"public_adapter": "/a", "implementation_repo": id},
                "required_core_checks": [], "required_core_cases": [], "command_contract_subset": [],
                "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                    "md_out": "/.artifacts/runner-certification-{runner}.md"},
                "status_exchange": {"source_kind": "release_asset", "matrix_role": "compatibility",
                    "release_api_url": forge.url(&format!("/{id}/releases/latest")),
                    "report_asset_name": "report.json", "freshness_slo_hours": 72}})
        })
        .collect();
    let registry = json!({"version": 2,
        "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml",
        "runners": runners});
    let path = folder.join("registry.json");
    fs::write(&path, registry.to_string()).unwrap();
    path
}
