//! `cron/execution-report` v1: what one run of one cron job came to.

use std::collections::BTreeMap;

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

/// One attempt to run a command that cron scheduled: made by `cc-run`, passed on and perhaps
/// enriched by `cc-agent`, kept by the CronCommander server. Members that v1 does not name are
/// accepted and may be ignored (clause "Optional fields").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [status_follows_exit_code()]))]
pub struct ExecutionReport {
    /// The version of the contract, a string (clause "Field semantics").
    #[schemars(extend("const" = "1"))]
    pub version: String,
    /// Names this attempt and no other: a UUID (clause "Field semantics").
    #[schemars(extend("format" = "uuid"))]
    pub execution_id: String,
    /// When the execution started: RFC 3339, any offset (clause "Field semantics").
    #[schemars(extend("format" = "date-time"))]
    pub timestamp: String,
    /// The command line that `cc-run` executed, as it stood in the crontab.
    pub command: String,
    /// What the process returned to its parent; 0 is success (clause "Field semantics").
    pub exit_code: i64,
    /// Wall-clock time from start to end, in milliseconds.
    pub duration_ms: u64,
    /// How the run ended, as its exit code and the time-out tell (clause "Field semantics").
    pub status: ExecutionStatus,
    /// The machine or container that ran the command.
    pub host: String,
    /// The job's name, where the operator gave it one (clause "Optional fields").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub job_name: Option<String>,
    /// The cron expression that the job runs by: five fields or a macro such as `@daily`
    /// (clause "Optional fields").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("allOf" = [outline_of_an_expression()]))]
    pub schedule: Option<String>,
    /// The environment variables that the agent chose to report, name to value
    /// (clause "Optional fields").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub environment: Option<BTreeMap<String, String>>,
    /// Whether the captured standard error was cut at the sender's limit
    /// (clause "Optional fields").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub stderr_truncated: Option<bool>,
}

/// How a run ended (clause "Field semantics").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExecutionStatus {
    /// It ended by itself with exit code 0.
    Success,
    /// It ended with another exit code.
    Failure,
    /// It was ended because its time was up; any exit code.
    Timeout,
}

/// Both halves fail at `status`, where `cron/status-derived` reports too.
fn status_follows_exit_code() -> schemars::Schema {
    json_schema!({
        "$comment": "rule cron/status-derived",
        "if": {
            "required": ["exit_code"],
            "properties": {"exit_code": {"const": 0}},
        },
        "then": {"properties": {"status": {"not": {"const": "failure"}}}},
        "else": {
            "if": {
                "required": ["exit_code"],
                "properties": {"exit_code": {"type": "integer"}},
            },
            "then": {"properties": {"status": {"not": {"const": "success"}}}},
        },
    })
}

/// As much of a cron expression as a pattern can say; values and the order of a range's ends are
/// the rule's.
fn outline_of_an_expression() -> schemars::Schema {
    json_schema!({
        "$comment": "rule cron/schedule-expression",
        "pattern": concat!(
            r"^[ \t]*(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)|",
            r"[0-9A-Za-z*,/-]+(?:[ \t]+[0-9A-Za-z*,/-]+){4})[ \t]*$"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_full_report_survives_a_round_trip() {
        let document = json!({
            "version": "1",
            "execution_id": "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2b",
            "timestamp": "2026-03-01T02:00:00Z",
            "command": "/usr/local/bin/rotate-logs --keep 14",
            "exit_code": 0,
            "duration_ms": 5120,
            "status": "success",
            "host": "db-03",
            "job_name": "rotate-logs",
            "schedule": "0 2 * * *",
            "environment": {"TZ": "UTC"},
            "stderr_truncated": false
        });
        let report: ExecutionReport = serde_json::from_value(document.clone()).unwrap();
        assert_eq!(report.status, ExecutionStatus::Success);
        assert_eq!(serde_json::to_value(report).unwrap(), document);
    }

    #[test]
    fn what_is_optional_is_left_out_and_not_null() {
        let document = json!({
            "version": "1", "execution_id": "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2b",
            "timestamp": "2026-03-01T02:00:00+01:00", "command": "true", "exit_code": 124,
            "duration_ms": 0, "status": "timeout", "host": "db-03"
        });
        let report: ExecutionReport = serde_json::from_value(document.clone()).unwrap();
        assert_eq!(serde_json::to_value(report).unwrap(), document);
    }
}
