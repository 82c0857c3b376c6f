//! `execra/event` v0: one event of a job, one line of a stream (Events).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Command, ExitCode, Finding, JobId, Outcome, PhaseId, Progress, SystemTime};
use crate::present::present;

/// One event of one job: when, which job, and what happened (Events). Never changed once written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(transform = event_rule)]
pub struct Event {
    /// The schema version that the event was written by; absent means 0. Every persisted event
    /// carries it (Versioning).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "known_version")]
    pub schema_version: Option<u32>,
    /// The job that it belongs to.
    pub job: JobId,
    /// When it happened; never earlier than the job's event before it.
    pub at: SystemTime,
    /// What happened, its members beside `kind` on the wire.
    #[serde(flatten)]
    pub what: EventKind,
}

/// What can happen to a job (Events, `Event`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    /// The job exists. The first event of every job.
    JobCreated {
        /// What it will run.
        command: Command,
    },
    /// The process came up.
    JobStarted {
        /// The process number that the operating system gave.
        pid: u32,
    },
    /// A phase was put on top of the stack.
    PhaseEntered {
        /// The phase.
        phase: PhaseId,
        /// Its name for programs, `download` for example.
        name: String,
        /// Its name for people.
        #[serde(default)]
        label: Option<String>,
    },
    /// A phase has a new name for people.
    PhaseUpdated {
        /// The phase, entered before.
        phase: PhaseId,
        /// The new name.
        label: String,
    },
    /// The phase on top of the stack is over.
    PhaseExited {
        /// The phase.
        phase: PhaseId,
    },
    /// The job is this far.
    ProgressUpdated {
        /// How far.
        progress: Progress,
    },
    /// The job has a new name for people.
    LabelUpdated {
        /// The new name.
        label: String,
    },
    /// The process wrote a line.
    OutputAppended {
        /// Where to.
        stream: Stream,
        /// The line without its end; bytes that were no UTF-8 stand as U+FFFD.
        line: String,
    },
    /// Something noteworthy that does not outlive the job.
    WarningDetected {
        /// A stable name for programs.
        #[serde(default)]
        code: Option<String>,
        /// The warning, for people.
        message: String,
    },
    /// An interpreter knows why the job fails, if it fails.
    KnownErrorDetected {
        /// A stable name for programs.
        code: String,
        /// The reason, for people.
        message: String,
    },
    /// A finding that lasts into the outcome.
    FindingEmitted {
        /// The finding.
        finding: Finding,
    },
    /// The process waits for an answer.
    PromptDetected {
        /// What it asks.
        prompt: String,
    },
    /// An interpreter failed; the job goes on.
    InterpreterError {
        /// Which interpreter.
        interpreter: String,
        /// What went wrong.
        error: String,
        /// The line that it stumbled over.
        #[serde(default)]
        line: Option<String>,
    },
    /// The process is gone. Exactly once for a job that started.
    Exited {
        /// What the operating system said.
        code: ExitCode,
    },
    /// The job is over. Exactly once, and the last event of every job.
    Finalized {
        /// What it came to.
        outcome: Outcome,
    },
    /// Somebody cancelled the job.
    Cancelled,
}

/// Where a process wrote a line (Events, `Stream`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// The event kinds that v0 names, as they stand on the wire, in the document's order.
pub const EVENT_KINDS: [&str; 16] = [
    "job_created",
    "job_started",
    "phase_entered",
    "phase_updated",
    "phase_exited",
    "progress_updated",
    "label_updated",
    "output_appended",
    "warning_detected",
    "known_error_detected",
    "finding_emitted",
    "prompt_detected",
    "interpreter_error",
    "exited",
    "finalized",
    "cancelled",
];

/// A reader of v0 refuses what a later version wrote.
fn known_version(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "const": 0 })
}

/// Puts the union into a clause of its own that says which rule an unknown kind breaks, so that
/// the members beside it keep their own faults. A kind that is no text is no unknown kind.
fn event_rule(schema: &mut schemars::Schema) {
    if let Some(branches) = schema.remove("oneOf") {
        let clause = schemars::json_schema!({
            "$comment": "rule execra/unknown-event",
            "oneOf": branches
        });
        schema.insert("allOf".to_owned(), [clause.to_value()].as_slice().into());
    }
    let kind = schemars::json_schema!({
        "description": "What happened; the union below says what else stands in the event.",
        "type": "string"
    });
    if let Some(members) = schema.get_mut("properties").and_then(|m| m.as_object_mut()) {
        members.insert("kind".to_owned(), kind.to_value());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn event(kind: &str, members: Value) -> Value {
        let mut event = json!({"job": "01890a5d-ac96-774b-bcce-b302099a8057",
            "at": {"secs_since_epoch": 1_767_225_600, "nanos_since_epoch": 999_999_999}, "kind": kind});
        if let (Value::Object(all), Value::Object(more)) = (&mut event, members) {
            all.extend(more);
        }
        event
    }

    fn samples() -> Vec<Value> {
        let command = json!({"program": "scoop", "args": ["install", "git"],
            "env": [["A", "1"], ["A", "2"]], "cwd": null, "env_clear": false, "label": "Install",
            "tags": ["a"], "timeout": {"secs": 30, "nanos": 0}, "hide_window": true});
        let finding = json!({"severity": "info", "code": "c", "message": "m", "action": null,
            "related": null, "at": {"secs_since_epoch": 1, "nanos_since_epoch": 0}});
        vec![
            event("job_created", json!({"command": command})),
            event("job_started", json!({"pid": 4711})),
            event("phase_entered", json!({"phase": "p1", "name": "download", "label": null})),
            event("phase_updated", json!({"phase": "p1", "label": "git"})),
            event("phase_exited", json!({"phase": "p1"})),
            event(
                "progress_updated",
                json!({"progress":
                {"kind": "determinate", "unit": "fraction", "value": 0.42}}),
            ),
            event("label_updated", json!({"label": "x"})),
            event("output_appended", json!({"stream": "stderr", "line": "x\u{fffd}"})),
            event("warning_detected", json!({"code": null, "message": "retry"})),
            event("known_error_detected", json!({"code": "E1", "message": "m"})),
            event("finding_emitted", json!({"finding": finding})),
            event("prompt_detected", json!({"prompt": "Go on? [y/N]"})),
            event("interpreter_error", json!({"interpreter": "i", "error": "e", "line": null})),
            event("exited", json!({"code": {"code": null, "signal": 9}})),
            event("finalized", json!({"outcome": {"kind": "cancelled", "findings": [finding]}})),
            event("cancelled", json!({})),
        ]
    }

    #[test]
    fn every_kind_comes_back_as_it_was() {
        let samples = samples();
        let kinds: Vec<&str> = samples.iter().filter_map(|event| event["kind"].as_str()).collect();
        assert_eq!(kinds, EVENT_KINDS);
        for sample in &samples {
            super::super::round_trip::<Event>(sample);
            let mut persisted = sample.clone();
            persisted["schema_version"] = json!(0);
            super::super::round_trip::<Event>(&persisted);
        }
    }
}
