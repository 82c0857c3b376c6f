//! Stored records: an event with its version beside it, or a store's row with the event inside.

use serde_json::Value;

use super::schema_version_required;

/// A stored record, read into the one form that rules and schema judge.
#[derive(Debug, Clone, PartialEq)]
pub struct Persisted {
    /// The event, `schema_version` among its members where the record carries it.
    pub event: Value,
    /// Whether it came out of a row.
    pub row: bool,
}

/// Reads a record as a store keeps it: a row `{schema_version, job_id_hex, at_ms, kind, payload}`,
/// or an event that carries `schema_version` itself.
///
/// A row's number goes into its event; where both carry one, the row's counts. What is neither
/// comes back as it is, for the schema to refuse.
#[must_use]
pub fn unwrap(record: Value) -> Persisted {
    if !is_row(&record) {
        return Persisted { event: record, row: false };
    }
    let Value::Object(mut row) = record else { return Persisted { event: record, row: false } };
    let version = row.shift_remove("schema_version");
    let mut event = row.shift_remove("payload").unwrap_or_default();
    if let (Value::Object(members), Some(version)) = (&mut event, version) {
        members.insert("schema_version".to_owned(), version);
    }
    Persisted { event, row: true }
}

/// A row has a payload, and one of the columns that no event has.
#[must_use]
pub fn is_row(record: &Value) -> bool {
    let has = |name: &str| record.get(name).is_some();
    has("payload") && (has("job_id_hex") || has("at_ms"))
}

/// Whether the document of that contract is a store's row around its event.
#[must_use]
pub fn is_row_of(contract: &str, document: &Value) -> bool {
    matches!(contract, "execra/event" | "execra/event-stream") && is_row(document)
}

impl Persisted {
    /// Where a finding's pointer into the event leads in the record as it stands in the file.
    #[must_use]
    pub fn pointer(&self, code: &str, pointer: &str) -> String {
        let of_row = pointer == "/schema_version" || code == schema_version_required::META.code;
        if self.row && !of_row { format!("/payload{pointer}") } else { pointer.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_yields_its_event_with_the_number() {
        let row = json!({"schema_version": 0, "job_id_hex": "00", "at_ms": 5, "kind": "cancelled",
            "payload": {"kind": "cancelled", "job": "j"}});
        let read = unwrap(row);
        assert_eq!(read.event, json!({"kind": "cancelled", "job": "j", "schema_version": 0}));
        assert_eq!(read.pointer("schema/pattern", "/job"), "/payload/job");
        assert_eq!(read.pointer("schema/required", ""), "/payload");
        assert_eq!(read.pointer("version/newer", "/schema_version"), "/schema_version");
        assert_eq!(read.pointer("execra/schema-version-required", ""), "");
    }

    #[test]
    fn a_row_without_the_number_yields_an_event_without_it() {
        let read = unwrap(json!({"at_ms": 5, "payload": {"kind": "cancelled"}}));
        assert_eq!(read.event, json!({"kind": "cancelled"}));
        assert!(read.row);
    }

    #[test]
    fn an_event_stays_as_it_is() {
        for event in [json!({"schema_version": 0, "kind": "cancelled"}), json!(null), json!([1])] {
            let read = unwrap(event.clone());
            assert_eq!((read.pointer("schema/type", "/kind").as_str(), read.row), ("/kind", false));
            assert_eq!(read.event, event);
        }
    }

    #[test]
    fn a_payload_that_is_no_event_comes_back_for_the_schema_to_refuse() {
        let read = unwrap(json!({"schema_version": 0, "at_ms": 1, "payload": "text"}));
        assert_eq!(read.event, json!("text"));
    }
}
