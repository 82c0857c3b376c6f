//! `control-center/event` v1: the envelope of every realtime event (section 7 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AnyObject, Nullable, UtcTimestamp, tolerated_enum::tolerated_enum};

/// A realtime event in its envelope (section 7). Its payload may gain members within v1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The event's own identifier, a UUID (section 7, `eventId`).
    #[schemars(extend("format" = "uuid"))]
    pub event_id: String,
    /// What happened, `agent.status.changed` for example; types outside the published list are
    /// taken as no-op by consumers (section 7, `type`).
    #[serde(rename = "type")]
    #[schemars(length(min = 1))]
    pub event_type: String,
    /// The version of this envelope, 1; not the version of any product (section 7, `version`).
    #[schemars(schema_with = "envelope_version")]
    pub version: u32,
    /// When it happened, UTC (section 7, `occurredAt`).
    pub occurred_at: UtcTimestamp,
    /// What ties the event to the request that caused it; `null` when no request did, never so
    /// after a mutation (section 7, `correlationId`, and Notes).
    pub correlation_id: Nullable<String>,
    /// Who sent it (section 7, `source`).
    pub source: EventSource,
    /// What the type says is in it; members that a reader does not know are ignored (section 7, `payload`).
    pub payload: AnyObject,
}

/// The version clause has no `type` beside it: a text such as `"1.4.2"` is the one fault of
/// having written another version here.
fn envelope_version(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "allOf": [{ "$comment": "rule control/event-version", "const": 1 }] })
}

/// Who sent an event (section 7, `source`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSource {
    /// The kind of service (section 7, `source.service`).
    pub service: SourceService,
    /// Which one of that kind (section 7, `source.id`).
    pub id: String,
}

/// The kind of service that sends events (section 7, `source.service`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum SourceService {
    /// The gateway that clients talk to.
    Gateway,
    /// An agent.
    Agent,
    /// The scheduler.
    Cron,
    /// A skill.
    Skill,
    /// The system itself.
    System,
}

/// The event types that v1 publishes (section 7), in the document's order. Names stay as they are
/// once published; the list stands as data in `specs/02_contracts/control_center_event_types.yaml`.
pub const EVENT_TYPES: [&str; 12] = [
    "agent.status.changed",
    "agent.heartbeat.ran",
    "cron.job.created",
    "cron.job.updated",
    "cron.job.deleted",
    "cron.job.run.started",
    "cron.job.run.finished",
    "skill.state.changed",
    "session.task.started",
    "session.task.finished",
    "usage.updated",
    "project.state.changed",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_event_comes_back_as_it_was() {
        let document = serde_json::json!({
            "eventId": "0b6b2b4e-7d0e-4c9f-9d3e-1f2a3b4c5d6e", "type": "cron.job.run.finished",
            "version": 1, "occurredAt": "2026-02-01T10:00:00.250Z", "correlationId": "req-9",
            "source": {"service": "cron", "id": "scheduler-1"},
            "payload": {"jobId": "job-1", "durationMs": 1250, "tags": ["nightly", null]}
        });
        super::super::round_trip::<Event>(&document);
    }
}
