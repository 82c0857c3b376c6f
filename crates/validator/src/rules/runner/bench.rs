//! Documents and helpers for the tests of the rules beside it.

use std::collections::{BTreeMap, BTreeSet};

use contracts::toolkit::Severity;
use serde_json::{Value, json};

use super::CONTRACTS;
use crate::context::{Context, RootFiles};
use crate::rule::Sink;

/// What the rules of the document's contract report, as `LEVEL code pointer`.
pub(super) fn codes(document: &Value, context: Context<'_>) -> Vec<String> {
    let contract = if document.get("command_results").is_some() {
        "runner/status-report"
    } else if document.get("matrix_rows").is_some() {
        "runner/status-matrix"
    } else if document.get("schemas").is_some() {
        "runner/schema-catalog"
    } else {
        "runner/certification-registry"
    };
    let mut sink = Sink::new(context);
    for rules in CONTRACTS.iter().filter(|rules| rules.contract() == contract) {
        rules.judge_tree(document, &mut sink);
    }
    let level = |severity| match severity {
        Severity::Error => 'E',
        Severity::Warning => 'W',
        Severity::Note => 'N',
    };
    let findings = sink.into_findings();
    findings
        .iter()
        .map(|f| format!("{} {} {}", level(f.severity), f.code, f.location.pointer))
        .collect()
}

/// A report without a fault.
pub(super) fn report() -> Value {
    json!({
        "version": 1, "runner_id": "rust", "implementation_repo": "dc-runner-rust",
        "release_version": "v1.4.0", "commit_sha": "9c1185a5c5e9fc54612808977ee8f548b2258d31",
        "generated_at": "2026-02-20T00:00:00Z", "lane_class": "required",
        "overall_status": "pass", "fresh_until": "2026-02-23T00:00:00Z",
        "command_results": [
            {"command": "governance", "status": "pass", "exit_code": 0, "duration_ms": 100}],
        "artifact_refs": [{
            "url": "https://example.invalid/releases/download/v1.4.0/runner.tar.gz",
            "name": "runner.tar.gz",
            "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}],
    })
}

/// A repository of files held in memory.
pub(super) struct Tree {
    files: BTreeMap<String, Vec<u8>>,
    links: BTreeSet<String>,
}

impl Tree {
    /// The repository with these files.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Tree { files: files.collect(), links: BTreeSet::new() }
    }

    /// The same with a link at that path that leaves the repository.
    pub(super) fn with_link(mut self, path: &str) -> Self {
        self.links.insert(path.to_owned());
        self
    }
}

impl RootFiles for Tree {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.files.get(path).cloned()
    }

    fn escapes(&self, path: &str) -> bool {
        self.links.contains(path)
    }
}

/// A matrix without a fault: a required lane and a compatibility lane, both fresh.
pub(super) fn matrix() -> Value {
    let row = |runner: &str, class: &str| {
        json!({
            "runner_id": runner, "implementation_repo": format!("dc-runner-{runner}"),
            "lane_class": class, "runner_status": "pass", "freshness_state": "fresh",
            "policy_effect": "non_blocking_warn",
            "status_source": {"release_version": "v1", "report_url": "https://example.invalid/r"},
            "status_report": {"generated_at": "2026-02-22T00:00:00Z", "age_hours": 24.0},
            "lane_status": "active", "slo_hours": 72, "fresh_until": "2026-02-25T00:00:00Z",
            "failure_class": null,
        })
    };
    json!({"version": 1, "updated_at": "2026-02-23T00:00:00Z",
        "matrix_rows": [row("rust", "required"), row("php", "compatibility_non_blocking")]})
}

/// A registry without a fault: a required lane and a compatibility lane, both active.
pub(super) fn registry() -> Value {
    let runner = |id: &str, class: &str, role: &str| {
        json!({
            "runner_id": id, "class": class, "status": "active",
            "entrypoints": {"public_adapter": "/scripts/runner.sh",
                "implementation_repo": format!("dc-runner-{id}")},
            "required_core_checks": [], "required_core_cases": [],
            "command_contract_subset": [],
            "artifact_contract": {
                "json_out": "/.artifacts/runner-certification-{runner}.json",
                "md_out": "/.artifacts/runner-certification-{runner}.md"},
            "status_exchange": {"source_kind": "release_asset",
                "release_api_url": format!("https://api.example.invalid/{id}/releases/latest"),
                "report_asset_name": "runner-status-report-v1.json",
                "matrix_role": role, "freshness_slo_hours": 72},
        })
    };
    json!({"version": 1, "runners": [runner("rust", "required", "required"),
        runner("php", "compatibility_non_blocking", "compatibility")]})
}
