//! `kanade/command` v0: what a backend publishes to make an agent run a script.

use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

use super::{CheckHint, EmitConfig, Rev, Staleness};

/// One script to run on one machine. The `version` in it is the job's own; the contract's revision
/// shows only in which members are there. Readers ignore members that they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = clauses()))]
pub struct Command {
    /// The job's name in the manifest.
    pub id: String,
    /// The job's version, as the operator wrote it; pinned against the newest known one.
    pub version: String,
    /// Names this request and no other; agents drop a second delivery of it.
    pub request_id: String,
    /// The execution (a deployment or a scheduled fire) that the result is booked to; `null` for
    /// an ad-hoc run. Called `job_id` before 0.29; from 0.29 readers take both spellings.
    #[serde(default, alias = "job_id")]
    #[schemars(extend(
        "x-was" = ("job_id", Rev::R0_26),
        "x-alias" = ("job_id", Rev::R0_29),
    ))]
    pub exec_id: Option<String>,
    /// The shell that runs the script.
    pub shell: Shell,
    /// The script's text; from 0.43 empty when `script_object` names the text instead.
    pub script: String,
    /// From 0.43: the object that holds the script's text, `<name>/<version>`; left out for an
    /// inline script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::R0_43, "allOf" = [object_key()]))]
    pub script_object: Option<String>,
    /// From 0.43: the SHA-256 of the approved text, 64 hex digits; goes with `script_object`. The
    /// agent runs nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::R0_43, "allOf" = [object_digest()]))]
    pub script_object_sha256: Option<String>,
    /// Seconds until the agent ends the script.
    pub timeout_secs: u64,
    /// Seconds within which the agent picks a random delay; `null` for none.
    #[serde(default)]
    pub jitter_secs: Option<u64>,
    /// From 0.21: whose rights, and which session. Absent: `system`.
    #[serde(default)]
    #[schemars(extend("x-since" = Rev::R0_21))]
    pub run_as: RunAs,
    /// From 0.21.1: the working directory; left out, the script inherits the agent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::R0_21_1))]
    pub cwd: Option<String>,
    /// From 0.22: the moment (RFC 3339, any offset) after which the agent skips the command and
    /// answers with exit code 125; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::R0_22, "format" = "date-time"))]
    pub deadline_at: Option<String>,
    /// From 0.26: how old the agent's view of the broker may be. Absent: cached.
    #[serde(default)]
    #[schemars(extend("x-since" = Rev::R0_26))]
    pub staleness: Staleness,
    /// From issue 246 on: what becomes of the output; left out, it goes into the result unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::I246))]
    pub emit: Option<EmitConfig>,
    /// From issue 290 on: how the output becomes a health check; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::I290))]
    pub check: Option<CheckHint>,
    /// From issue 418, phase 4, on: further attempts after a failure; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = Rev::I418p4))]
    pub retry: Option<RetrySpec>,
}

/// The shells that this version of the contract names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shell {
    /// Windows PowerShell.
    Powershell,
    /// The Windows command processor.
    Cmd,
}

/// Whose rights the script has, and in which session it runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunAs {
    /// The system account in the services' session, without a desktop; what an absent member means.
    #[default]
    System,
    /// The user at the console, in that user's session.
    User,
    /// The system account in the console user's session: full rights and a desktop.
    SystemGui,
}

/// Further attempts after a failure or a time-out, at a fixed distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RetrySpec {
    /// How many attempts may follow the first, 1 to 10.
    #[schemars(schema_with = "retry_max")]
    pub max: u32,
    /// Seconds to wait between attempts.
    pub backoff_secs: u64,
}

/// The clauses over several members. Where a member is `null` it counts as left out.
fn clauses() -> [Schema; 5] {
    let aliased = json_schema!({
        "$comment": "rule kanade/exec-id-alias",
        "x-since": Rev::R0_29,
        "not": {"required": ["job_id", "exec_id"]},
    });
    [
        inline_script(),
        script_or_object(),
        goes_with("script_object", "script_object_sha256"),
        goes_with("script_object_sha256", "script_object"),
        aliased,
    ]
}

/// Before objects came, the script stands in the command.
fn inline_script() -> Schema {
    json_schema!({
        "$comment": "rule kanade/script-source",
        "x-until": Rev::I246,
        "properties": {"script": {"minLength": 1}},
    })
}

/// Either the script or the object, never both and never neither. A `script_object` of the wrong
/// type is one fault already.
fn script_or_object() -> Schema {
    json_schema!({
        "$comment": "rule kanade/script-source",
        "x-since": Rev::R0_43,
        "if": {
            "required": ["script_object"],
            "properties": {"script_object": {"type": "string"}},
        },
        "then": {"properties": {"script": {"maxLength": 0}}},
        "else": {
            "if": {"properties": {"script_object": {"type": "null"}}},
            "then": {"properties": {"script": {"minLength": 1}}},
        },
    })
}

/// Where the one member is set the other one is too.
fn goes_with(one: &str, other: &str) -> Schema {
    json_schema!({
        "$comment": "rule kanade/object-digest",
        "x-since": Rev::R0_43,
        "if": {"required": [one], "properties": {one: {"type": "string"}}},
        "then": {"required": [other], "properties": {other: {"not": {"type": "null"}}}},
    })
}

fn object_key() -> Schema {
    json_schema!({"$comment": "rule kanade/object-key", "pattern": "^[^/]+/[^/]+$"})
}

fn object_digest() -> Schema {
    json_schema!({"$comment": "rule kanade/object-digest", "pattern": "^[0-9A-Fa-f]{64}$"})
}

/// The bounds stand in a clause of their own; a width's bounds beside them would tell one fault
/// twice.
fn retry_max(_: &mut schemars::SchemaGenerator) -> Schema {
    json_schema!({
        "type": "integer",
        "allOf": [{"$comment": "rule kanade/retry-bounds", "minimum": 1, "maximum": 10}],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn full() -> Value {
        json!({
            "id": "collect-inventory",
            "version": "2.4.0",
            "request_id": "req-7f21",
            "exec_id": "6a1f0c1e-7d57-4b6b-a1b2-4f8a4fd6c901",
            "shell": "powershell",
            "script": "",
            "script_object": "collect-inventory/2.4.0",
            "script_object_sha256":
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "timeout_secs": 600,
            "jitter_secs": 30,
            "run_as": "system_gui",
            "cwd": "C:\\ProgramData\\inventory",
            "deadline_at": "2026-05-18T09:30:00Z",
            "staleness": {"mode": "strict", "max_cache_age": "5m"},
            "emit": {"type": "events", "watermark_path": "C:\\ProgramData\\inventory\\mark"},
            "check": {"name": "disk", "status_field": "state", "detail_field": "why",
                "fleet": false},
            "retry": {"max": 3, "backoff_secs": 600}
        })
    }

    #[test]
    fn a_full_command_survives_a_round_trip() {
        let command: Command = serde_json::from_value(full()).unwrap();
        assert_eq!(serde_json::to_value(command).unwrap(), full());
    }

    #[test]
    fn what_is_absent_takes_its_default_and_what_is_empty_is_written_as_the_wire_does() {
        let read = json!({"id": "x", "version": "1", "request_id": "r", "job_id": "old",
            "shell": "cmd", "script": "ver", "timeout_secs": 5, "check": {"name": "c"}});
        let command: Command = serde_json::from_value(read).unwrap();
        assert_eq!(command.exec_id.as_deref(), Some("old"));
        let written = json!({"id": "x", "version": "1", "request_id": "r", "exec_id": "old",
            "shell": "cmd", "script": "ver", "timeout_secs": 5, "jitter_secs": null,
            "run_as": "system", "staleness": {"mode": "cached"},
            "check": {"name": "c", "status_field": "status", "detail_field": "detail",
                "fleet": true}});
        assert_eq!(serde_json::to_value(command).unwrap(), written);
    }

    #[test]
    fn both_spellings_at_once_do_not_decode() {
        let mut both = full();
        both["job_id"] = json!("x");
        assert!(serde_json::from_value::<Command>(both).is_err());
    }
}
