//! A stored event: the row that a store keeps, dumped as JSON (Versioning).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Event;

/// A row of an event store with the event inside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersistedRecord {
    /// The schema version that the event was written by; every record carries it.
    pub schema_version: u32,
    /// The job, as 32 hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{32}$"))]
    pub job_id_hex: String,
    /// When the event happened, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The kind of the event, as it stands in the event too.
    #[schemars(length(min = 1))]
    pub kind: String,
    /// The event.
    pub payload: Event,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_as_it_was() {
        super::super::round_trip::<PersistedRecord>(&serde_json::json!({
            "schema_version": 0, "job_id_hex": "01890a5dac96774bbcceb302099a8057",
            "at_ms": 1_767_225_600_000_i64, "kind": "cancelled",
            "payload": {"job": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "cancelled",
                "at": {"secs_since_epoch": 1_767_225_600, "nanos_since_epoch": 0}}
        }));
    }
}
