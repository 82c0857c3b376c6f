//! What a job runs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duration;
use crate::present::present;

/// What a job runs: program, arguments, environment, folder (Core types, `Command`).
///
/// The members from `env_clear` on came with later releases; a reader takes them as absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Command {
    /// The program, by name or path.
    pub program: String,
    /// Its arguments, one each, without shell quoting.
    pub args: Vec<String>,
    /// Variables to set, as pairs of name and value; of two with one name the later counts.
    #[schemars(with = "Vec<[String; 2]>")]
    pub env: Vec<(String, String)>,
    /// The folder to run in; `null` or absent means the runtime's own.
    #[serde(default)]
    pub cwd: Option<String>,
    /// Whether the program sees none but the variables of `env`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub env_clear: Option<bool>,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Words to find the job by.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub tags: Option<Vec<String>>,
    /// How long the job may run; `null` or absent means as long as it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Duration>,
    /// Whether to keep the program's window out of sight, on systems that have windows.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub hide_window: Option<bool>,
}
