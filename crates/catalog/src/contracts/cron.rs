//! The CronCommander execution report.

use contracts::cron::ExecutionReport;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

/// The contracts of the family.
pub const CONTRACTS: &[Contract] = &[Contract {
    id: "cron/execution-report",
    title: "CronCommander execution report",
    versions: &[Version {
        name: "v1",
        literal: Literal::Text("1"),
        revisions: &[""],
        schema: ExecutionReport::json_schema,
    }],
    version_member: Some("version"),
    // The camelCase names belong to the payload that followed: it is recognised, then refused.
    signature: Signature {
        members: &[
            ("execution_id", 4),
            ("exit_code", 3),
            ("duration_ms", 3),
            ("stderr_truncated", 4),
            ("command", 1),
            ("host", 1),
            ("timestamp", 1),
            ("status", 1),
            ("job_name", 2),
            ("exitCode", 3),
            ("durationMs", 3),
            ("startTime", 2),
            ("jobId", 1),
            ("executingUid", 3),
            ("executingUser", 3),
        ],
        constants: &[("/status", &["success", "failure", "timeout"], 2), ("/version", &["1"], 1)],
        least: 5,
    },
    strict: false,
    page: "cron_execution_report.md",
}];
