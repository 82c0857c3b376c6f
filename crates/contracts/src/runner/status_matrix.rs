//! `runner/status-matrix` v1: the normalised snapshot of every lane that ingest writes.
//!
//! The members up to [`MatrixRow::status_report`] are the exchange's own; those below are what
//! this toolkit adds beside them, all optional, so that a foreign matrix is one too.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{FailureClass, LaneClass, LaneStatus, RUNNER_ID_PATTERN, RegistryRef, RunnerStatus};
use crate::toolkit::{Severity, Tool};

/// The status of every lane at one time (status exchange, consumer contract).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusMatrix {
    /// The version of the matrix's form; the integer 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The clock of the run: RFC 3339. Ages and freshness are counted to it.
    #[schemars(extend("format" = "date-time"))]
    pub updated_at: String,
    /// True when the run was cut short: lanes that were not looked at stand as `missing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub partial: Option<bool>,
    /// What wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Tool")]
    pub tool: Option<Tool>,
    /// The registry that named the lanes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "RegistryRef")]
    pub registry_ref: Option<RegistryRef>,
    /// The schema and pin that reports were judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SchemaPin")]
    pub report_schema: Option<SchemaPin>,
    /// The rows, counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "MatrixCounts")]
    pub counts: Option<MatrixCounts>,
    /// SHA-256 over the document's canonical text (`json-c14n-v1`) without this member: shows
    /// that it is as it was written. No signature: whoever rewrites it can compute it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub content_sha256: Option<String>,
    /// One row a runner.
    pub matrix_rows: Vec<MatrixRow>,
}

/// The status of one lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixRow {
    /// The runner, as the registry names it.
    #[schemars(extend("pattern" = RUNNER_ID_PATTERN))]
    pub runner_id: String,
    /// The repository that holds the runner's code; empty where the registry does not say.
    pub implementation_repo: String,
    /// Whether the lane can block.
    pub lane_class: LaneClass,
    /// What the runner reports; `unknown` without a trustworthy report.
    pub runner_status: RunnerStatus,
    /// Whether the report is recent enough to say anything about today.
    pub freshness_state: FreshnessState,
    /// What follows for a merge.
    pub policy_effect: PolicyEffect,
    /// Where the report came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ReportSource")]
    pub status_source: Option<ReportSource>,
    /// How old the report is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ReportTimes")]
    pub status_report: Option<ReportTimes>,

    /// Where the lane stands in its life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane_status: Option<LaneStatus>,
    /// The freshness bound that was applied, in hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slo_hours: Option<u32>,
    /// Until when the producer wants its report to count: RFC 3339, or `null`.
    #[serde(default)]
    #[schemars(extend("format" = "date-time"))]
    pub fresh_until: Option<String>,
    /// Why the lane has no fresh, trustworthy report; `null` when it has one.
    #[serde(default)]
    pub failure_class: Option<FailureClass>,
    /// The reason in one sentence, for people; hostile text where it quotes a source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The commit that the report names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit_sha: Option<String>,
    /// The SHA-256 of the report's bytes as fetched: 64 lower-case hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub report_sha256: Option<String>,
    /// Whether those bytes are the ones that the release names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_state: Option<DigestState>,
    /// Whether the forge calls the release immutable; absent where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immutable: Option<bool>,
    /// The state of the lane's execution certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_state: Option<CertificateState>,
    /// The registered address, where the forge sent us on from it (a renamed repository).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_from: Option<String>,
    /// The page where a person finds the evidence: the release, or the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_url: Option<String>,
    /// What became of the artifacts that the report names, where they were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifacts: Option<ArtifactTally>,
    /// What else was found about the lane, warnings among it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<LaneFinding>,
}

/// Whether a report is recent enough to say anything about today.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FreshnessState {
    /// Not older than the bound, and within the producer's own window.
    Fresh,
    /// Older than the bound, or past the producer's own window.
    Stale,
    /// There is no trustworthy report.
    Missing,
}

impl FreshnessState {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FreshnessState::Fresh => "fresh",
            FreshnessState::Stale => "stale",
            FreshnessState::Missing => "missing",
        }
    }
}

/// What a lane's state means for a merge.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PolicyEffect {
    /// A required lane does not show a fresh pass: the merge is blocked.
    BlockingFail,
    /// Worth a look; nothing fails.
    NonBlockingWarn,
    /// A compatibility lane broke its freshness bound: a governance failure that blocks no merge.
    NonBlockingFail,
}

impl PolicyEffect {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyEffect::BlockingFail => "blocking_fail",
            PolicyEffect::NonBlockingWarn => "non_blocking_warn",
            PolicyEffect::NonBlockingFail => "non_blocking_fail",
        }
    }
}

/// Where a report came from; both members are empty in a missing row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportSource {
    /// The release that carried it.
    #[serde(default)]
    pub release_version: String,
    /// The address it was fetched from.
    #[serde(default)]
    pub report_url: String,
}

/// How old a report is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportTimes {
    /// When the report was made: RFC 3339, or empty in a missing row.
    #[serde(default)]
    #[schemars(schema_with = "time_or_empty")]
    pub generated_at: String,
    /// Its age in hours at `updated_at`; `null` in a missing row, below zero for a report from
    /// the future.
    #[serde(default)]
    pub age_hours: Option<f64>,
    /// The same age in whole seconds: what the bound is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_seconds: Option<i64>,
}

fn time_or_empty(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "anyOf": [{"maxLength": 0}, {"format": "date-time"}],
    })
}

/// Whether the bytes of a report are the ones that the release names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DigestState {
    /// They have the digest that the release names.
    Verified,
    /// The release names none.
    Unverified,
    /// They have another digest: the report is not used.
    Mismatch,
}

/// The state of a lane's execution certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateState {
    /// Signed by a key that may sign for this runner.
    Verified,
    /// Unsigned; its own digests hold.
    DigestOnly,
    /// The lane has none.
    None,
    /// It does not verify.
    Bad,
}

/// What became of the artifacts that a report names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArtifactTally {
    /// Artifacts that were looked at.
    pub checked: u64,
    /// Those that exist with the digest that the report names.
    pub verified: u64,
    /// Those that exist, but for which the report names no digest.
    pub unverified: u64,
    /// Those that are gone, or have another digest.
    pub failed: u64,
}

/// Something else that was found about a lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LaneFinding {
    /// The rule's code.
    #[schemars(regex(pattern = r"^[a-z]+/[A-Za-z0-9$-]+$"))]
    pub code: String,
    /// How heavily it weighs.
    pub severity: Severity,
    /// What was found, in one sentence.
    pub message: String,
}

/// The schema that reports were judged by, with its pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SchemaPin {
    /// The contract and version, `family/name@vN`.
    pub contract: String,
    /// The schema's file, from the repository's root on.
    pub path: String,
    /// The SHA-256 that the schema catalog pins it to.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// The rows of a matrix, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixCounts {
    /// All rows.
    pub lanes: u64,
    /// Rows with a fresh report.
    pub fresh: u64,
    /// Rows with a stale report.
    pub stale: u64,
    /// Rows without a trustworthy report, lanes that are not run among them.
    pub missing: u64,
    /// Rows that block.
    pub blocking_fail: u64,
    /// Rows that warn.
    pub non_blocking_warn: u64,
    /// Active compatibility rows that broke their bound.
    pub non_blocking_fail: u64,
}
