//! Structured observations: what a job found, for a list after it has ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SystemTime;

/// A structured observation that lasts into the job's outcome (Findings).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How heavily it weighs.
    pub severity: Severity,
    /// A stable name for programs, `scoop.missing_dependency` for example.
    pub code: String,
    /// What was found, for people.
    pub message: String,
    /// What can be done about it, typed; `null` where the interpreter cannot tell.
    #[serde(default)]
    pub action: Option<Action>,
    /// What it is about.
    #[serde(default)]
    pub related: Option<RelatedEntity>,
    /// When it was found.
    pub at: SystemTime,
}

/// How heavily a finding weighs (Findings, `Severity`), from light to heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something could be better.
    Recommendation,
    /// Something may go wrong.
    Warning,
    /// Something is wrong.
    Error,
}

/// What can be done about a finding (Action kinds). Untyped text is no action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(extend("$comment" = "rule execra/finding-action"))]
pub enum Action {
    /// A button that runs a program, usually as a new job.
    Command {
        /// The button's text.
        label: String,
        /// The program, by name or path.
        program: String,
        /// Its arguments, one each.
        args: Vec<String>,
        /// The folder to run in; `null` or absent means the runtime's own.
        #[serde(default)]
        cwd: Option<String>,
    },
    /// An anchor that opens in the system's browser.
    Link {
        /// The anchor's text.
        label: String,
        /// An absolute address.
        #[schemars(extend("allOf" = [schemars::json_schema!({
            "$comment": "rule execra/finding-action",
            "format": "uri",
            "not": { "pattern": "^([Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]|[Dd][Aa][Tt][Aa]):" }
        })]))]
        url: String,
    },
    /// Text to read and copy, where only a person can act.
    Instruction {
        /// What the text is for.
        label: String,
        /// The text.
        text: String,
    },
}

/// What a finding is about (Findings, `RelatedEntity`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum RelatedEntity {
    /// A package, by name.
    Package(String),
    /// A file, by path.
    File(String),
    /// An address.
    Url(String),
    /// Anything else.
    Other(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn finding(action: &Value, related: &Value) -> Value {
        json!({"severity": "recommendation", "code": "doctor.missing", "message": "7-Zip is missing",
            "action": action, "related": related,
            "at": {"secs_since_epoch": 1_767_225_600, "nanos_since_epoch": 5}})
    }

    #[test]
    fn every_action_and_entity_comes_back_as_it_was() {
        let actions = [
            json!(null),
            json!({"kind": "command", "label": "Install", "program": "scoop", "args": ["install", "7zip"], "cwd": null}),
            json!({"kind": "link", "label": "Read", "url": "https://example.com/7zip"}),
            json!({"kind": "instruction", "label": "Do", "text": "Enable it in the settings."}),
        ];
        for action in &actions {
            for kind in ["package", "file", "url", "other"] {
                let related = json!({"kind": kind, "value": "x"});
                super::super::round_trip::<Finding>(&finding(action, &related));
            }
            super::super::round_trip::<Finding>(&finding(action, &json!(null)));
        }
    }
}
