//! What a lane is: its class, its status in the registry, its role in the matrix, and what its
//! runner reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The form of a runner id. It becomes part of a file name, so nothing else may pass.
pub const RUNNER_ID_PATTERN: &str = "^[a-z0-9][a-z0-9._-]{0,63}$";

/// Whether a lane can block a merge.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LaneClass {
    /// Anything but a fresh pass blocks.
    Required,
    /// Reported and held to the freshness bound, but never blocking.
    CompatibilityNonBlocking,
}

impl LaneClass {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LaneClass::Required => "required",
            LaneClass::CompatibilityNonBlocking => "compatibility_non_blocking",
        }
    }
}

/// Where a lane stands in its life.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LaneStatus {
    /// Expected to publish a report with every release.
    Active,
    /// Announced; nothing is expected of it yet.
    Planned,
    /// Switched off for a time.
    Disabled,
    /// Gone for good; kept for the record.
    Retired,
}

impl LaneStatus {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LaneStatus::Active => "active",
            LaneStatus::Planned => "planned",
            LaneStatus::Disabled => "disabled",
            LaneStatus::Retired => "retired",
        }
    }
}

/// The part a lane plays in the status matrix; follows its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatrixRole {
    /// The role of a `required` lane.
    Required,
    /// The role of a `compatibility_non_blocking` lane.
    Compatibility,
}

/// What a runner says of its own release as a whole.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RunnerStatus {
    /// Every command did what was expected.
    Pass,
    /// At least one command failed.
    Fail,
    /// Works in part.
    Degraded,
    /// Nothing can be said. Never to be taken for fine.
    Unknown,
}

impl RunnerStatus {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RunnerStatus::Pass => "pass",
            RunnerStatus::Fail => "fail",
            RunnerStatus::Degraded => "degraded",
            RunnerStatus::Unknown => "unknown",
        }
    }
}
