//! Every type of the runner exchange reads a full document and writes the same one again.

#![allow(clippy::expect_used)] // a helper outside of #[test] functions

use contracts::runner::{
    CertificationRegistry, CertificationRegistryV2, CheckStatus, ExecutionCertificate,
    FailureClass, IngestLog, ReleaseMetadata, SchemaCatalog, StatusMatrix, StatusReport,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const SHA256: &str = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const COMMIT: &str = "9c1185a5c5e9fc54612808977ee8f548b2258d31";

fn round_trip<T: Serialize + DeserializeOwned>(document: Value) -> T {
    let typed: T = serde_json::from_value(document.clone()).expect("decodes");
    assert_eq!(serde_json::to_value(&typed).expect("encodes"), document);
    typed
}

#[test]
fn a_status_report_round_trips() {
    round_trip::<StatusReport>(json!({
        "version": 1, "runner_id": "rust", "implementation_repo": "dc-runner-rust",
        "release_version": "v1.4.0", "commit_sha": COMMIT,
        "generated_at": "2026-02-20T00:00:00Z", "lane_class": "required",
        "overall_status": "pass", "fresh_until": "2026-02-23T00:00:00Z",
        "command_results": [
            {"command": "governance", "status": "pass", "exit_code": 0, "duration_ms": 100},
            {"command": "style-check", "status": "skip", "exit_code": -1, "duration_ms": 0}],
        "artifact_refs": [
            {"url": "https://example.invalid/rust/local-test", "name": "a", "sha256": ""}],
    }));
}

#[test]
fn a_status_matrix_round_trips_with_everything_ours() {
    let matrix: StatusMatrix = round_trip(json!({
        "version": 1, "updated_at": "2026-02-20T12:00:00Z", "partial": true,
        "tool": {"name": "data-contracts", "version": "0.1.0"},
        "registry_ref": {"path": "/specs/01_schema/r.yaml", "version": 2},
        "report_schema": {"contract": "runner/status-report@v1", "path": "/s.yaml", "sha256": SHA256},
        "counts": {"lanes": 1, "fresh": 1, "stale": 0, "missing": 0, "blocking_fail": 0,
            "non_blocking_warn": 1, "non_blocking_fail": 0},
        "matrix_rows": [{
            "runner_id": "rust", "implementation_repo": "dc-runner-rust", "lane_class": "required",
            "runner_status": "pass", "freshness_state": "stale", "policy_effect": "blocking_fail",
            "status_source": {"release_version": "v1", "report_url": "https://example.invalid/r"},
            "status_report": {"generated_at": "2026-02-20T00:00:00Z", "age_hours": 12.5,
                "age_seconds": 45000},
            "lane_status": "active", "slo_hours": 72, "fresh_until": "2026-02-23T00:00:00Z",
            "failure_class": "ingest/report-stale", "reason": "too old", "commit_sha": COMMIT,
            "report_sha256": SHA256, "digest_state": "verified", "immutable": true,
            "certificate_state": "digest-only", "redirected_from": "https://example.invalid/old",
            "evidence_url": "https://example.invalid/e",
            "artifacts": {"checked": 2, "verified": 1, "unverified": 1, "failed": 0},
            "findings": [{"code": "ingest/certificate-missing", "severity": "warning",
                "message": "the release carries no certificate"}],
        }],
    }));
    assert_eq!(matrix.matrix_rows[0].failure_class, Some(FailureClass::ReportStale));
}

#[test]
fn an_ingest_log_round_trips() {
    round_trip::<IngestLog>(json!({
        "version": 1, "generated_at": "2026-02-20T12:00:00Z", "max_age_hours": 72,
        "compatibility_stale_or_missing_count": 1,
        "entries": [{
            "runner_id": "php", "implementation_repo": "dc-runner-php",
            "release_api_url": "https://example.invalid/releases/latest",
            "report_asset_name": "runner-status-report-v1.json", "report_url": "",
            "freshness_state": "missing", "policy_effect": "non_blocking_fail",
            "error": "404", "failure_class": "ingest/release-missing", "attempts": 1,
            "http_status": 404,
        }],
    }));
}

fn certificate(version: u32, skip: &str) -> Value {
    json!({
        "version": version,
        "runner": {"runner_id": "rust", "class": "required", "status": "active", "blocking": true,
            "implementation_repo": "dc-runner-rust", "commit_sha": COMMIT,
            "certified_at": "2026-02-20T00:00:00Z"},
        "execution_intent": {"required_core_checks": ["a"], "required_core_cases": ["/a#B"],
            "command_contract_subset": [{"name": "x", "args": ["-v"], "expect_exit": [0, 1]}],
            "registry_ref": {"path": "/r.yaml", "version": 1}},
        "equivalence": {"normalization_version": "intent-v1", "hash_algorithm": "sha256",
            "intent_hash": SHA256},
        "summary": {"status": "pass", "passed": 1, "failed": 0, "skipped": 1, "blocking": true},
        "checks": [
            {"group": "command", "id": "command.x", "status": "pass", "exit_code": 0, "detail": "",
             "duration_ms": 12, "evidence_ref": "sha256:00"},
            {"group": "conformance", "id": "c", "status": skip, "exit_code": 0, "detail": ""}],
        "proof": {"canonicalization": "json-c14n-v1", "payload_sha256": SHA256},
    })
}

#[test]
fn a_certificate_of_either_version_round_trips_and_skipped_is_read_as_skip() {
    round_trip::<ExecutionCertificate>(certificate(1, "skip"));
    round_trip::<ExecutionCertificate>(certificate(2, "skip"));
    let read: ExecutionCertificate = serde_json::from_value(certificate(2, "skipped")).unwrap();
    assert_eq!(read.checks[1].status, CheckStatus::Skip);
}

#[test]
fn a_registry_of_either_version_round_trips_and_unknown_members_are_refused() {
    let mut registry = json!({
        "version": 2, "certificate_schema_ref": "/specs/01_schema/c.yaml",
        "runners": [{
            "runner_id": "rust", "class": "required", "status": "active",
            "entrypoints": {"public_adapter": "dc-runner", "implementation_repo": "r",
                "internal_adapter": "/x.sh"},
            "required_core_checks": [], "required_core_cases": ["/a/b.yaml#C"],
            "command_contract_subset": [{"name": "g", "args": [], "expect_exit": [0, 1]}],
            "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                "md_out": "/.artifacts/runner-certification-{runner}.md"},
            "status_exchange": {"source_kind": "release_asset",
                "release_api_url": "file://__ROOT__/x.json", "report_asset_name": "r.json",
                "matrix_role": "required", "freshness_slo_hours": 72},
        }],
    });
    round_trip::<CertificationRegistryV2>(registry.clone());
    registry["version"] = 1.into();
    round_trip::<CertificationRegistry>(registry.clone());
    registry["runners"][0]["freshness"] = 1.into();
    assert!(serde_json::from_value::<CertificationRegistry>(registry).is_err());
}

#[test]
fn a_schema_catalog_round_trips() {
    round_trip::<SchemaCatalog>(json!({
        "version": 1,
        "schemas": [{"contract": "kanade/command", "version": "v0", "revision": "0.29",
            "path": "/specs/01_schema/k.yaml", "sha256": SHA256, "state": "published"}],
        "conformance": [{"path": "/specs/03_conformance/cases/cron.yaml", "sha256": SHA256}],
    }));
}

#[test]
fn release_metadata_reads_what_local_fixtures_and_forges_write() {
    let local: ReleaseMetadata =
        serde_json::from_value(json!({"tag_name": "local-test", "assets": [
        {"name": "r.json", "browser_download_url": "file://__ROOT__/r.json"}]}))
        .unwrap();
    let asset = local.asset("r.json").unwrap();
    assert!(asset.is_uploaded());
    assert_eq!(asset.source_url(), Some("file://__ROOT__/r.json"));
    let forge: ReleaseMetadata = serde_json::from_value(json!({"tag_name": "v1", "assets": [
        {"name": "r.json", "url": "https://api.example.invalid/1", "state": "open", "size": 3,
         "browser_download_url": "https://example.invalid/r.json", "label": "",
         "digest": format!("sha256:{SHA256}")}], "immutable": true, "id": 7}))
    .unwrap();
    let asset = forge.asset("r.json").unwrap();
    assert!(!asset.is_uploaded());
    assert_eq!(asset.source_url(), Some("https://api.example.invalid/1"));
    assert_eq!(asset.sha256().as_deref(), Some(SHA256));
}

#[test]
fn every_failure_class_encodes_as_its_code() {
    for class in FailureClass::ALL {
        assert_eq!(serde_json::to_value(class).unwrap(), class.code());
    }
}
