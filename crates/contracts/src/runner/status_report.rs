//! `runner/status-report` v1: what a runner publishes with each of its releases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LaneClass, RUNNER_ID_PATTERN, RunnerStatus, clause};

/// A runner's report on one of its releases (status exchange, producer contract).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusReport {
    /// The version of the report's form; the integer 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The runner, as the certification registry names it.
    #[schemars(extend("pattern" = RUNNER_ID_PATTERN))]
    pub runner_id: String,
    /// The repository that holds the runner's code.
    #[schemars(length(min = 1))]
    pub implementation_repo: String,
    /// The release that this report is about; fits the release's tag.
    #[schemars(length(min = 1))]
    pub release_version: String,
    /// The commit the release was made from: 40 or 64 hex digits.
    #[schemars(extend("allOf" = [clause::commit_sha()]))]
    pub commit_sha: String,
    /// When the report was made: RFC 3339, in UTC.
    #[schemars(extend("allOf" = [clause::utc_timestamp()]))]
    pub generated_at: String,
    /// The class of the runner's lane, the same as in the registry.
    pub lane_class: LaneClass,
    /// What the commands come to, all together.
    pub overall_status: RunnerStatus,
    /// Until when the producer wants the report to count: RFC 3339, in UTC, not before
    /// `generated_at`.
    #[schemars(extend("allOf" = [clause::utc_timestamp()]))]
    pub fresh_until: String,
    /// Every command that was run for the report.
    pub command_results: Vec<CommandResult>,
    /// What the release carries, by immutable URL.
    pub artifact_refs: Vec<ArtifactRef>,
}

/// One command that was run for a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommandResult {
    /// The command's name.
    #[schemars(length(min = 1))]
    pub command: String,
    /// What became of it.
    pub status: CommandStatus,
    /// The exit code of its process.
    pub exit_code: i64,
    /// How long it ran, in milliseconds.
    pub duration_ms: u64,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommandStatus {
    /// It ended with an exit code that was expected.
    Pass,
    /// It ended otherwise.
    Fail,
    /// It was not run.
    Skip,
}

/// One artifact of the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArtifactRef {
    /// Where it is, for good: https, and not a form that changes its content.
    #[schemars(extend("allOf" = [clause::artifact_url()]))]
    pub url: String,
    /// Its asset name, unique within the report; expected, but not required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub name: Option<String>,
    /// The SHA-256 of its bytes: 64 lower-case hex digits; empty or absent where the producer
    /// has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("allOf" = [clause::artifact_digest()]))]
    pub sha256: Option<String>,
}
