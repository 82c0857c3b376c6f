//! `toolkit/finding-report` v1: what `--format json` writes.

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use super::Finding;

/// The JSON form of a run: every document judged, every finding, one summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingReport {
    /// The version of this form.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Which program wrote it.
    pub tool: Tool,
    /// Every input that was judged, in input order.
    pub documents: Vec<JudgedDocument>,
    /// Every finding, sorted by source, line, column, pointer and code.
    pub findings: Vec<Finding>,
    /// The counts.
    pub summary: ReportSummary,
}

/// The program behind a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// The program's name.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The program's version.
    #[schemars(length(min = 1))]
    pub version: String,
}

/// One input and what became of it. A reason stands with exactly those that were not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend(
    "if" = json_schema!({
        "required": ["verdict"],
        "properties": {"verdict": {"const": "not-judged"}},
    }),
    "then" = json_schema!({"required": ["reason"]}),
    "else" = json_schema!({"not": {"required": ["reason"]}}),
))]
pub struct JudgedDocument {
    /// The input as the user named it.
    pub source: String,
    /// The contract it was judged by, `family/name@vN[.REV]`; absent when none was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub contract: Option<String>,
    /// Whether the contract was recognised by the document's signature rather than named.
    pub recognised: bool,
    /// Instances in it: 1, or the records of a stream.
    pub instances: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it could not be judged; only there when the verdict is `not-judged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub reason: Option<String>,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No finding that counts as failure.
    Accepted,
    /// At least one finding that counts as failure.
    Rejected,
    /// It could not be judged: unreadable, or no contract could be told.
    NotJudged,
}

/// The counts of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportSummary {
    /// Inputs looked at.
    pub documents: u64,
    /// Instances judged; a stream has many.
    pub instances: u64,
    /// Findings of level error.
    pub errors: u64,
    /// Findings of level warning.
    pub warnings: u64,
    /// Findings of level note, listed or not.
    pub notes: u64,
    /// Inputs that could not be judged.
    pub not_judged: u64,
    /// Findings that a waiver took out; they stand in no other count.
    pub waived: u64,
    /// Findings counted above that are not listed, because the list has an upper bound.
    pub unlisted: u64,
}
