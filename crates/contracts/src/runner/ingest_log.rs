//! `runner/ingest-log` v1: what ingest tried for each lane, and what came of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FailureClass, FreshnessState, LaneFinding, LaneStatus, PolicyEffect, RUNNER_ID_PATTERN,
    RegistryRef, SchemaPin,
};
use crate::toolkit::Tool;

/// The log of one ingest run, written beside the matrix whatever happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IngestLog {
    /// The version of the log's form; the integer 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The clock of the run: RFC 3339.
    #[schemars(extend("format" = "date-time"))]
    pub generated_at: String,
    /// The bound that the run was given, in hours; 72 when it was given none. Each row of the
    /// matrix says which bound applied to it.
    pub max_age_hours: u32,
    /// Active compatibility lanes whose report is stale or missing.
    pub compatibility_stale_or_missing_count: u64,
    /// True when the run was cut short.
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
    /// What was found about the registry itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<LaneFinding>,
    /// One entry a runner, in the order of the registry.
    pub entries: Vec<LogEntry>,
}

/// What was tried for one lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogEntry {
    /// The runner, as the registry names it.
    #[schemars(extend("pattern" = RUNNER_ID_PATTERN))]
    pub runner_id: String,
    /// The repository that holds the runner's code; empty where the registry does not say.
    pub implementation_repo: String,
    /// The address of the release metadata; empty where the registry has none.
    pub release_api_url: String,
    /// The name of the asset that was looked for; empty where the registry has none.
    pub report_asset_name: String,
    /// The address the report was fetched from, without query; empty when it was not.
    pub report_url: String,
    /// As in the matrix.
    pub freshness_state: FreshnessState,
    /// As in the matrix.
    pub policy_effect: PolicyEffect,
    /// What went wrong, for people; `null` when nothing did.
    #[serde(default)]
    pub error: Option<String>,
    /// What went wrong, for programs: exactly one class, or `null`.
    #[serde(default)]
    pub failure_class: Option<FailureClass>,
    /// Where the lane stands in its life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane_status: Option<LaneStatus>,
    /// How often a source was asked, retries included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The HTTP status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 100, max = 599))]
    pub http_status: Option<u16>,
    /// The SHA-256 of the report's bytes as fetched: 64 lower-case hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub report_sha256: Option<String>,
    /// The registered address, where the forge sent us on from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_from: Option<String>,
    /// What else was found about the lane: warnings on its report, a missing certificate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<LaneFinding>,
}
