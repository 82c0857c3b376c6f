//! `runner/execution-certificate` v1 and v2: what a runner was held to, what was run, and the
//! digests that prove neither was changed afterwards.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{LaneClass, LaneStatus, RUNNER_ID_PATTERN, clause};

/// A runner's execution certificate: what it was held to, what was run, and the proof of both.
// One Rust type reads both versions; its own schema is that of version 1,
// `ExecutionCertificateV2` carries the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecutionCertificate {
    /// The version of the certificate's form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The runner that was certified.
    pub runner: CertifiedRunner,
    /// What it was held to.
    pub execution_intent: ExecutionIntent,
    /// The digest of what it was held to, comparable between runners.
    pub equivalence: Equivalence,
    /// What the checks come to.
    pub summary: CertificateSummary,
    /// Every check, one row each.
    pub checks: Vec<Check>,
    /// The digest of the whole.
    pub proof: Proof,
}

/// Version 2 of the certificate: version 1 with `version: 2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExecutionCertificateV2(pub ExecutionCertificate);

impl JsonSchema for ExecutionCertificateV2 {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("ExecutionCertificateV2")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = ExecutionCertificate::json_schema(generator);
        if let Some(version) = schema.pointer_mut("/properties/version/const") {
            *version = 2.into();
        }
        schema
    }
}

/// The runner that was certified, as the registry had it at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertifiedRunner {
    /// Its name in the registry.
    #[schemars(extend("pattern" = RUNNER_ID_PATTERN))]
    pub runner_id: String,
    /// Whether its lane can block.
    pub class: LaneClass,
    /// Where its lane stood.
    pub status: LaneStatus,
    /// True exactly for class `required` with status `active`.
    pub blocking: bool,
    /// The repository that holds its code.
    pub implementation_repo: String,
    /// The commit that was certified: 40 or 64 hex digits.
    #[schemars(extend("allOf" = [clause::commit_sha()]))]
    pub commit_sha: String,
    /// When: RFC 3339, in UTC.
    #[schemars(extend("allOf" = [clause::utc_timestamp()]))]
    pub certified_at: String,
}

/// What the runner was held to: the registry's demands, normalised as `intent-v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecutionIntent {
    /// The governance checks, sorted, each once.
    pub required_core_checks: Vec<String>,
    /// The conformance cases, sorted, each once.
    pub required_core_cases: Vec<String>,
    /// The commands, sorted by name, arguments and exit codes.
    pub command_contract_subset: Vec<IntentCommand>,
    /// The registry that made the demands.
    pub registry_ref: RegistryRef,
}

/// One command of an intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IntentCommand {
    /// The command's name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Its arguments, in order.
    pub args: Vec<String>,
    /// The exit codes that count as passed, sorted, each once.
    pub expect_exit: Vec<i32>,
}

/// The registry that made the demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegistryRef {
    /// Its path from the repository's root on.
    #[schemars(length(min = 1))]
    pub path: String,
    /// The version of its form: 1 or 2.
    #[schemars(range(min = 1, max = 2))]
    pub version: u32,
}

/// The digest of the intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Equivalence {
    /// How the intent was normalised; `intent-v1`.
    #[schemars(extend("const" = "intent-v1"))]
    pub normalization_version: String,
    /// How it was digested; `sha256`.
    #[schemars(extend("const" = "sha256"))]
    pub hash_algorithm: String,
    /// SHA-256 over the canonical text of the normalised intent: 64 lower-case hex digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub intent_hash: String,
}

/// What the checks come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateSummary {
    /// Passed or failed, as a whole.
    pub status: SummaryStatus,
    /// Checks that passed.
    pub passed: u64,
    /// Checks that failed.
    pub failed: u64,
    /// Checks that were not run.
    pub skipped: u64,
    /// Whether the outcome blocks; true exactly for class `required` with status `active`.
    pub blocking: bool,
}

/// Passed or failed, as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SummaryStatus {
    /// No check failed, and nothing that must run was left out.
    Pass,
    /// At least one check failed, or was left out where it must not be.
    Fail,
}

/// One check and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// What kind of check: `contract`, `command`, `governance-sync` or `conformance` in practice.
    #[schemars(length(min = 1))]
    pub group: String,
    /// Which one within the group.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What became of it. Readers take `skipped` for `skip`; writers write `skip`.
    #[schemars(schema_with = "check_status")]
    pub status: CheckStatus,
    /// The exit code of its process; 0 where nothing was run.
    pub exit_code: i64,
    /// The reason, for people.
    pub detail: String,
    /// How long it ran, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    pub duration_ms: Option<u64>,
    /// Where the evidence is kept, or its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub evidence_ref: Option<String>,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// It did what was expected.
    Pass,
    /// It did not.
    Fail,
    /// It was not run.
    #[serde(alias = "skipped")]
    Skip,
}

/// `skipped` is what published certificates hold: accepted, although never written by us.
fn check_status(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "enum": ["pass", "fail", "skip", "skipped"]})
}

/// The digest of the whole certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// How the certificate was put into canonical text; `json-c14n-v1`.
    #[schemars(extend("const" = "json-c14n-v1"))]
    pub canonicalization: String,
    /// SHA-256 over the canonical text with this member set to the empty string: 64 lower-case
    /// hex digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub payload_sha256: String,
}
