//! How a job ended: the raw exit, and what it comes to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Finding;

/// What the operating system said (Terminal state, `ExitCode`): one of the two members is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [
    schemars::json_schema!({
        "$comment": "rule execra/exit-code-shape",
        "not": { "properties": { "code": { "type": "null" }, "signal": { "type": "null" } } }
    }),
    schemars::json_schema!({
        "$comment": "rule execra/exit-code-shape",
        "not": {
            "properties": { "code": { "type": "integer" }, "signal": { "type": "integer" } },
            "required": ["code", "signal"]
        }
    })
]))]
pub struct ExitCode {
    /// The exit code; `null` when a signal ended the process.
    #[serde(default)]
    pub code: Option<i32>,
    /// The signal that ended the process; `null` when it exited, and on systems without signals.
    #[serde(default)]
    pub signal: Option<i32>,
}

/// What a job came to (Terminal state, `Outcome`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// The process exited with 0.
    Succeeded {
        /// What it did, in a sentence.
        #[serde(default)]
        summary: Option<String>,
        /// The findings of the job, in the order in which they were emitted.
        findings: Vec<Finding>,
    },
    /// Anything but exit 0, and no cancellation.
    Failed {
        /// Why.
        reason: FailureReason,
        /// What it did, in a sentence.
        #[serde(default)]
        summary: Option<String>,
        /// The findings of the job, in the order in which they were emitted.
        findings: Vec<Finding>,
    },
    /// Somebody cancelled the job.
    Cancelled {
        /// The findings of the job, in the order in which they were emitted.
        findings: Vec<Finding>,
    },
}

/// Why a job failed (Terminal state, `FailureReason`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FailureReason {
    /// The process exited with another code than 0.
    NonZeroExit {
        /// The exit code, the one of the `exited` event.
        #[schemars(schema_with = "failing_code")]
        code: i32,
    },
    /// A signal ended the process.
    Signal {
        /// The signal, the one of the `exited` event.
        signal: i32,
    },
    /// The process failed, and an interpreter knows why.
    KnownError {
        /// The code of the `known_error_detected` event.
        code: String,
        /// Its message.
        message: String,
    },
    /// The process never came up.
    SpawnFailed {
        /// What the operating system said.
        error: String,
    },
    /// The process ran longer than its command allowed.
    Timeout,
}

fn failing_code(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "integer",
        "minimum": i32::MIN,
        "maximum": i32::MAX,
        "allOf": [{ "$comment": "rule execra/outcome-reason", "not": { "const": 0 } }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_outcome_comes_back_as_it_was() {
        let reasons = [
            json!({"kind": "non_zero_exit", "code": -1}),
            json!({"kind": "signal", "signal": 9}),
            json!({"kind": "known_error", "code": "E404", "message": "not found"}),
            json!({"kind": "spawn_failed", "error": "no such file"}),
            json!({"kind": "timeout"}),
        ];
        for reason in reasons {
            super::super::round_trip::<Outcome>(&json!({
                "kind": "failed", "reason": reason, "summary": null, "findings": []
            }));
        }
        super::super::round_trip::<Outcome>(
            &json!({"kind": "succeeded", "summary": "4 files", "findings": []}),
        );
        super::super::round_trip::<Outcome>(&json!({"kind": "cancelled", "findings": []}));
    }

    #[test]
    fn an_exit_is_written_with_both_members() {
        super::super::round_trip::<ExitCode>(&json!({"code": 3, "signal": null}));
        let read: ExitCode = serde_json::from_value(json!({"signal": 15})).unwrap();
        assert_eq!(read, ExitCode { code: None, signal: Some(15) });
    }
}
