//! Certificates for the tests of the rules beside it.

use serde_json::{Value, json};

use super::CONTRACTS;
use crate::context::Context;
use crate::proof::{digest, intent};
use crate::rule::Sink;

/// The codes reported for a certificate, each once.
pub(super) fn codes(certificate: &Value) -> Vec<String> {
    codes_in(certificate, Context::default())
}

/// The same, with something to hold it against.
pub(super) fn codes_in(certificate: &Value, context: Context<'_>) -> Vec<String> {
    let mut sink = Sink::new(context);
    for contract in CONTRACTS {
        contract.judge_tree(certificate, &mut sink);
    }
    let mut codes: Vec<_> =
        sink.into_findings().into_iter().map(|finding| finding.code.into_owned()).collect();
    codes.dedup();
    codes
}

/// Writes the payload digest that the content has.
pub(super) fn reseal(certificate: &mut Value) {
    let found = digest::of_payload(certificate).unwrap();
    certificate["proof"]["payload_sha256"] = json!(found);
}

/// Writes the counts, the status and the blocking that follow, then the digest.
pub(super) fn recount(certificate: &mut Value) {
    let count = |words: &[&str]| {
        let rows = certificate["checks"].as_array().unwrap();
        rows.iter().filter(|row| words.contains(&row["status"].as_str().unwrap())).count()
    };
    let (passed, failed, skipped) = (count(&["pass"]), count(&["fail"]), count(&["skip"]));
    let blocking =
        certificate["runner"]["class"] == "required" && certificate["runner"]["status"] == "active";
    let status = if failed > 0 || blocking && skipped > 0 { "fail" } else { "pass" };
    certificate["runner"]["blocking"] = json!(blocking);
    certificate["summary"] = json!({"status": status, "passed": passed, "failed": failed,
        "skipped": skipped, "blocking": blocking});
    reseal(certificate);
}

fn row(group: &str, id: &str, status: &str) -> Value {
    json!({"group": group, "id": id, "status": status, "exit_code": 0, "detail": "as demanded"})
}

fn certificate(class: &str, status: &str, rows: Value) -> Value {
    let stated = json!({
        "required_core_checks": ["core.check"],
        "required_core_cases": ["/specs/a.yaml#1", "/specs/a.yaml#2"],
        "command_contract_subset": [{"name": "lint", "args": ["-q"], "expect_exit": [0]}],
        "registry_ref": {"path": "/specs/registry.yaml", "version": 2}
    });
    let mut certificate = json!({
        "version": 1,
        "runner": {"runner_id": "rust", "class": class, "status": status, "blocking": true,
            "implementation_repo": "runner-rust",
            "commit_sha": "0123456789abcdef0123456789abcdef01234567",
            "certified_at": "2026-03-01T00:00:00Z"},
        "equivalence": {"normalization_version": "intent-v1", "hash_algorithm": "sha256",
            "intent_hash": intent::hash(&stated)},
        "execution_intent": stated,
        "summary": {},
        "checks": rows,
        "proof": {"canonicalization": "json-c14n-v1", "payload_sha256": ""}
    });
    recount(&mut certificate);
    certificate
}

/// A required, active lane where everything passed.
pub(super) fn good() -> Value {
    certificate(
        "required",
        "active",
        json!([
            row("contract", "registry.entry.shape", "pass"),
            row("command", "command.lint", "pass"),
            row("governance-sync", "governance.core.check", "pass"),
            row("conformance", "spec./specs/a.yaml#1", "pass"),
            row("conformance", "spec./specs/a.yaml#2", "pass"),
        ]),
    )
}

/// A planned lane: one skipped row a group.
pub(super) fn planned() -> Value {
    certificate(
        "compatibility_non_blocking",
        "planned",
        json!([
            row("contract", "registry.entry.shape", "pass"),
            row("command", "command.subset", "skip"),
            row("governance-sync", "governance.required_core_checks", "skip"),
            row("conformance", "conformance.required_core_cases", "skip"),
        ]),
    )
}
