//! `toolkit/stream-summary` v1: the record that closes a judged stream or a range of one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tool;

/// What judging a stream came to. The summaries of ranges that lie side by side merge into the
/// summary of the whole, in any order, with the same numbers as one run would have given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StreamSummary {
    /// The version of this form.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Which program wrote it.
    pub tool: Tool,
    /// What the records were judged by, `family/name@vN[.REV]`; absent when no record told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub contract: Option<String>,
    /// SHA-256 over the schema, the rules and the options that the records were judged by: only
    /// summaries of one rule set merge.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub rule_set: String,
    /// Whether the work was done to the end of the range; otherwise it was interrupted, and the
    /// numbers are of the lines before.
    pub complete: bool,
    /// Whether the end of the input was reached.
    pub ended: bool,
    /// Records judged.
    pub lines: u64,
    /// Records without an error of their own.
    pub ok: u64,
    /// Records with an error of their own.
    pub bad: u64,
    /// Bytes of the lines judged, line ends included.
    pub bytes: u64,
    /// Line ends among them.
    pub line_ends: u64,
    /// The bytes that were judged, side by side and in order, each with its digest.
    #[schemars(length(min = 1))]
    pub ranges: Vec<JudgedRange>,
    /// Findings by code, those about several lines included.
    pub findings: BTreeMap<String, LevelCounts>,
    /// Events by kind, in streams that are judged as a whole.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, u64>,
    /// Finalized jobs by the kind of their outcome.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcomes: BTreeMap<String, u64>,
    /// The jobs of a stream that is judged as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "JobCounts")]
    pub jobs: Option<JobCounts>,
    /// Rules that were not judged, because no range alone can see what they need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_judged: Vec<String>,
    /// What a merge needs of the jobs that cross the borders of the range. Opaque: only the
    /// program that wrote it reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub carry: Option<String>,
}

/// Bytes of a stream that were judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct JudgedRange {
    /// Where the first line begins, in bytes from 0.
    pub start: u64,
    /// Where the last line ends.
    pub end: u64,
    /// The SHA-256 of the bytes between, in lower-case hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// Findings of one code by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelCounts {
    /// Of level error.
    pub errors: u64,
    /// Of level warning.
    pub warnings: u64,
    /// Of level note.
    pub notes: u64,
}

/// The jobs of a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobCounts {
    /// `job_created` events.
    pub created: u64,
    /// `finalized` events.
    pub finalized: u64,
    /// Jobs that are open at the end.
    pub open: u64,
    /// Finished jobs that were forgotten: what follows their end is told as a missing beginning.
    pub forgotten: u64,
}
