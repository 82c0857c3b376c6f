//! How far a job is.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// How far a job is (Progress). One value a job at any time, in raw units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Progress {
    /// Nothing is known.
    Unknown,
    /// It goes on, nobody knows how far.
    Indeterminate {
        /// A word for people, never for programs.
        #[serde(default)]
        hint: Option<String>,
    },
    /// A measure, its members beside `kind` on the wire.
    Determinate(ProgressMetric),
}

/// A measure of progress (Progress, `ProgressMetric`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum ProgressMetric {
    /// A part of the whole, without a unit.
    Fraction {
        /// From 0 to 1: the runtime clamps what lies outside.
        #[schemars(schema_with = "fraction")]
        value: f64,
    },
    /// Things done of things in all: files, items, steps.
    Count {
        /// How many are done, at most `total`.
        done: u64,
        /// How many there are.
        total: u64,
    },
    /// Bytes done of bytes in all.
    Bytes {
        /// How many are done, at most `total` where that is known.
        done: u64,
        /// How many there are; `null` or absent where nobody knows.
        #[serde(default)]
        total: Option<u64>,
    },
}

fn fraction(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "number",
        "allOf": [{ "$comment": "rule execra/progress-range", "minimum": 0, "maximum": 1 }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn progress_is_flat_on_the_wire() {
        for wire in [
            json!({"kind": "unknown"}),
            json!({"kind": "indeterminate", "hint": null}),
            json!({"kind": "indeterminate", "hint": "downloading"}),
            json!({"kind": "determinate", "unit": "fraction", "value": 0.42}),
            json!({"kind": "determinate", "unit": "count", "done": 3, "total": 9}),
            json!({"kind": "determinate", "unit": "bytes", "done": 3, "total": null}),
            json!({"kind": "determinate", "unit": "bytes", "done": u64::MAX, "total": u64::MAX}),
        ] {
            super::super::round_trip::<Progress>(&wire);
        }
    }

    #[test]
    fn an_absent_total_reads_as_null() {
        let wire = json!({"kind": "determinate", "unit": "bytes", "done": 3});
        let read: Progress = serde_json::from_value(wire).unwrap();
        let metric = ProgressMetric::Bytes { done: 3, total: None };
        assert_eq!(read, Progress::Determinate(metric));
    }
}
