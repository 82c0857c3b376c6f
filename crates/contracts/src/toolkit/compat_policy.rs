//! The part of `toolkit/compat-report` v1 that says what the contract's policy makes of a change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Step;

/// What the contract's policy makes of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompatPolicy {
    /// The step that the change needs; null when nothing changed.
    pub needed: Option<Step>,
    /// The largest step that the names of the two versions declare.
    pub declared: Step,
    /// Whether the declared step is enough, and nothing waits for a review.
    pub holds: bool,
    /// Every change and its step, the largest first.
    pub changes: Vec<CompatChange>,
}

/// One change and its step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompatChange {
    /// The kind of change, as policies name them.
    #[schemars(regex(pattern = "^[a-z-]+$"))]
    pub change: String,
    /// Its step.
    pub step: Step,
    /// What changed, in one sentence.
    pub message: String,
    /// Why it is that step.
    pub because: String,
    /// The direction that it breaks; absent for what breaks no reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CompatWay")]
    pub direction: Option<CompatWay>,
    /// Pointer into the old schema; null where it says nothing there.
    #[schemars(extend("format" = "json-pointer"))]
    pub old_pointer: Option<String>,
    /// Pointer into the new schema; null where it says nothing there.
    #[schemars(extend("format" = "json-pointer"))]
    pub new_pointer: Option<String>,
    /// The older version that it was found against, where that is not the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub against: Option<String>,
    /// Its name for waivers.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub fingerprint: String,
}

/// One of the two directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CompatWay {
    /// New readers read old data.
    Backward,
    /// Old readers read new data.
    Forward,
}
