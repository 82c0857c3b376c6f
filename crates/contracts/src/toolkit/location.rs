//! Where in which input a finding stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place in an input. Lines and columns count from 1; columns count characters, not bytes.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Location {
    /// The input as the user named it: a path, or `-` for standard input.
    pub source: String,
    /// The line, from 1. Absent when the finding is about the input as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64", range(min = 1))]
    pub line: Option<u64>,
    /// The column in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64", range(min = 1))]
    pub column: Option<u64>,
    /// RFC 6901 pointer into the document; the empty string is the whole document.
    #[schemars(extend("format" = "json-pointer"))]
    pub pointer: String,
}

impl Location {
    /// A place that names only the input.
    #[must_use]
    pub fn of(source: impl Into<String>) -> Self {
        Location { source: source.into(), ..Location::default() }
    }
}
