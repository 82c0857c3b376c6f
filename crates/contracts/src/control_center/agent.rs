//! `control-center/agent` v1: an agent and its heartbeat (section 1 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Nullable, UtcTimestamp, tolerated_enum::tolerated_enum};

/// An agent as the control center lists it (section 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// The agent's identifier, stable over its life (section 1, `id`).
    pub id: String,
    /// The name that people see (section 1, `name`).
    pub name: String,
    /// The model that the agent runs on (section 1, `model`).
    pub model: String,
    /// Whether it can be reached (section 1, `status`).
    pub status: AgentStatus,
    /// Its regular sign of life (section 1, `heartbeat`).
    pub heartbeat: Heartbeat,
    /// Sessions open at this moment, a count (section 1, `activeSessions`).
    pub active_sessions: u64,
}

/// Whether an agent can be reached (section 1, `status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum AgentStatus {
    /// Reachable and in order.
    Online,
    /// Not reachable.
    Offline,
    /// Reachable, with reduced service.
    Degraded,
}

/// The regular sign of life of an agent (section 1, `heartbeat`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Heartbeat {
    /// Whether the heartbeat runs at all (section 1, `heartbeat.enabled`).
    pub enabled: bool,
    /// The interval as the operator wrote it, `30m` for example (section 1, `heartbeat.every`).
    pub every: String,
    /// When it last ran, UTC; `null` before the first run (section 1, `heartbeat.lastRunAt`).
    pub last_run_at: Nullable<UtcTimestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_agent_comes_back_as_it_was() {
        let document = serde_json::json!({
            "id": "agent-7", "name": "Triage", "model": "small-1", "status": "degraded",
            "heartbeat": {"enabled": true, "every": "30m", "lastRunAt": "2026-02-01T10:00:00Z"},
            "activeSessions": 3
        });
        super::super::round_trip::<Agent>(&document);
    }
}
