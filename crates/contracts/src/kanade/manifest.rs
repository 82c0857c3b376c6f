//! What a command forwards from the job's manifest: staleness, emit, check.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How old the agent's view of the broker may be when it fires the command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Staleness {
    /// Cached values are taken silently; what an absent member means.
    #[default]
    Cached,
    /// No check at all.
    Unchecked,
    /// The command is skipped when the view is older than allowed.
    Strict {
        /// The greatest age allowed: humantime, numbers each with a unit (`5m`, `1h 30m`).
        #[schemars(extend("pattern" = HUMANTIME))]
        max_cache_age: String,
    },
}

/// One or more numbers, each with a unit of time, blanks allowed around either; a lone `0` too.
const HUMANTIME: &str = concat!(
    "^ *(?:0|(?:[0-9]+ *(?:",
    "nanos|nsec|ns|usec|us|\u{b5}s|millis|msec|ms|",
    "seconds|second|secs|sec|s|minutes|minute|mins|min|m|",
    "hours|hour|hrs|hr|h|days|day|d|weeks|week|wks|wk|w|",
    "months|month|M|years|year|yrs|yr|y",
    ") *)+) *$"
);

/// What becomes of the script's standard output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct EmitConfig {
    /// The form of the output.
    #[serde(rename = "type")]
    pub kind: EmitKind,
    /// The file in which the agent keeps how far it has read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watermark_path: Option<String>,
}

/// The forms of output that this contract names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum EmitKind {
    /// One observability event per line (NDJSON); the agent publishes each.
    Events,
}

/// How the agent reads a health check out of the script's output, one JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CheckHint {
    /// The check's name on the health page.
    pub name: String,
    /// The output's member that holds the state.
    #[serde(default = "status_field")]
    pub status_field: String,
    /// The output's member that holds the details.
    #[serde(default = "detail_field")]
    pub detail_field: String,
    /// Whether the check counts for the whole fleet.
    #[serde(default = "fleet")]
    pub fleet: bool,
}

fn status_field() -> String {
    "status".to_owned()
}

fn detail_field() -> String {
    "detail".to_owned()
}

fn fleet() -> bool {
    true
}
