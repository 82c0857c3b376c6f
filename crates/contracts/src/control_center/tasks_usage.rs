//! `control-center/tasks-usage` v1: running work and what it used (section 5 of the contract document).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{Nullable, UtcTimestamp, tolerated_enum::tolerated_enum};

/// The tasks of the moment and the usage so far (section 5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TasksUsage {
    /// Every task that runs or has just ended (section 5, `activeTasks`).
    pub active_tasks: Vec<ActiveTask>,
    /// Tokens and cost so far (section 5, `usage`).
    pub usage: Usage,
}

/// One task (section 5, `activeTasks[]`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("allOf" = [
    schemars::json_schema!({
        "$comment": "rule control/task-ended",
        "if": { "properties": { "status": { "const": "running" } }, "required": ["status"] },
        "then": { "properties": { "endedAt": { "not": { "type": "string" } } } }
    }),
    schemars::json_schema!({
        "$comment": "rule control/task-ended",
        "if": { "properties": { "status": { "enum": ["done", "error"] } }, "required": ["status"] },
        "then": { "properties": { "endedAt": { "not": { "type": "null" } } } }
    })
]))]
pub struct ActiveTask {
    /// The run that the task belongs to (section 5, `runId`).
    pub run_id: String,
    /// The agent that works on it (section 5, `agentId`).
    pub agent_id: String,
    /// What people see of it (section 5, `label`).
    pub label: String,
    /// How far it is (section 5, `status`).
    pub status: TaskStatus,
    /// When it began, UTC (section 5, `startedAt`).
    pub started_at: UtcTimestamp,
    /// When it ended, UTC; `null` exactly while it runs, never before `startedAt` (section 5, `endedAt`).
    pub ended_at: Nullable<UtcTimestamp>,
}

/// How far a task is (section 5, `status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum TaskStatus {
    /// It still runs.
    Running,
    /// It ended well.
    Done,
    /// It ended with an error.
    Error,
}

/// Tokens and cost (section 5, `usage`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Tokens read by models (section 5, `inputTokens`).
    pub input_tokens: TokenCount,
    /// Tokens written by models (section 5, `outputTokens`).
    pub output_tokens: TokenCount,
    /// Tokens that were read from a cache instead (section 5, `cacheReadTokens`).
    pub cache_read_tokens: TokenCount,
    /// What it may have cost, in the currency that the server is set to (section 5, `estimatedCost`).
    pub estimated_cost: Cost,
}

/// A number of tokens, from 0 on (section 5, `usage`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenCount(pub u64);

/// An amount of money, from 0 on (section 5, `usage.estimatedCost`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cost(pub f64);

impl JsonSchema for TokenCount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TokenCount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer",
            "maximum": u64::MAX,
            "allOf": [{ "$comment": "rule control/usage-negative", "minimum": 0 }]
        })
    }
}

impl JsonSchema for Cost {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cost".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "number",
            "allOf": [{ "$comment": "rule control/usage-negative", "minimum": 0 }]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_tasks_and_usage_come_back_as_they_were() {
        let document = serde_json::json!({
            "activeTasks": [{
                "runId": "run-1", "agentId": "agent-7", "label": "Index mail", "status": "done",
                "startedAt": "2026-02-01T10:00:00Z", "endedAt": "2026-02-01T10:05:00Z"
            }],
            "usage": {"inputTokens": 1200, "outputTokens": 80, "cacheReadTokens": 0, "estimatedCost": 0.0125}
        });
        super::super::round_trip::<TasksUsage>(&document);
    }
}
