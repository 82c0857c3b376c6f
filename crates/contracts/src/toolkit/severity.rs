//! How heavily a finding weighs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The level of a finding, as the rule table states it. Ordered from light to heavy.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A consumer must tolerate it, and should know.
    Note,
    /// Allowed, but the contract advises against it.
    Warning,
    /// The document breaks the contract.
    Error,
}

impl Severity {
    /// The word that every output format uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
