//! `control-center/config` v1: the state of the configuration (section 2 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AnyValue, UtcTimestamp};

/// The configuration in force, and what its check said (section 2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// A digest of the configuration's content; it changes when the content does (section 2, `hash`).
    pub hash: String,
    /// When the configuration was last written, UTC (section 2, `lastTouchedAt`).
    pub last_touched_at: UtcTimestamp,
    /// Whether the configuration passed its check (section 2, `valid`).
    pub valid: bool,
    /// What the check advised against; the document leaves the items' shape open (section 2, `warnings`).
    pub warnings: Vec<AnyValue>,
    /// What the check found wrong; the document leaves the items' shape open (section 2, `issues`).
    pub issues: Vec<AnyValue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_config_comes_back_as_it_was() {
        let document = serde_json::json!({
            "hash": "sha256:5d41", "lastTouchedAt": "2026-02-01T10:00:00+00:00", "valid": false,
            "warnings": ["unused key"], "issues": [{"path": "/a", "message": "missing"}, 3, null]
        });
        super::super::round_trip::<Config>(&document);
    }
}
