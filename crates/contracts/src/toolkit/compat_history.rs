//! `toolkit/compat-history` v1: which reader of a contract reads which writer.

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use super::{CompatDirection, CompatWorld, Tool};

/// Which reader of a contract reads which writer, over all its versions.
// `D` is any JSON value: the type of the reader's own library, since this crate has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "CompatHistory")]
pub struct CompatHistory<D> {
    /// The version of this form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Which program wrote it.
    pub tool: Tool,
    /// The contract, `family/name`.
    #[schemars(regex(pattern = "^[a-z][a-z-]*/[a-z][a-z-]*$"))]
    pub contract: String,
    /// What the writing side may emit.
    pub world: CompatWorld,
    /// Every version and revision, oldest first, `family/name@vN[.REV]`.
    #[schemars(length(min = 1))]
    pub versions: Vec<String>,
    /// How many cells are in each state.
    pub counts: HistoryCounts,
    /// Every reader with every writer, readers oldest first.
    pub cells: Vec<HistoryCell<D>>,
}

/// How many cells are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryCounts {
    /// Read.
    pub compatible: u64,
    /// Refused.
    pub breaking: u64,
    /// Misread.
    pub semantic: u64,
    /// Not known.
    pub unknown: u64,
}

/// One reader and one writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(serialize = "D: Serialize", deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "HistoryCell", extend("if" = json_schema!({
    "required": ["state"], "properties": {"state": {"const": "semantic"}},
}), "then" = json_schema!({
    "properties": {"semantic": {"minItems": 1}},
}), "else" = json_schema!({
    "properties": {"semantic": {"maxItems": 0}},
})))]
pub struct HistoryCell<D> {
    /// The version that reads.
    pub reader: String,
    /// The version that wrote.
    pub writer: String,
    /// What comes of it.
    pub state: HistoryState,
    /// What the schemas alone say.
    pub schema: CompatDirection<D>,
    /// Breaks that the schemas alone do not tell.
    pub semantic: Vec<HistoryMisreading<D>>,
}

/// What comes of a reader that meets a writer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum HistoryState {
    /// Whatever is written is read.
    Compatible,
    /// Neither proved nor refuted.
    Unknown,
    /// Something that is written is refused.
    Breaking,
    /// Something that is written can be taken for something else.
    Semantic,
}

/// How a reader misreads a writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "HistoryMisreading")]
pub struct HistoryMisreading<D> {
    /// Its name in the file of semantic breaks.
    pub id: String,
    /// What the reader takes the witness for, and what was meant.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether the reader's schema refuses the witness all the same.
    pub refused_by_schema: bool,
    /// A document that shows it.
    pub witness: D,
}

impl HistoryState {
    /// The word that every output format uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            HistoryState::Compatible => "compatible",
            HistoryState::Unknown => "unknown",
            HistoryState::Breaking => "breaking",
            HistoryState::Semantic => "semantic",
        }
    }
}

impl HistoryCounts {
    /// Counts one more cell.
    pub fn add(&mut self, state: HistoryState) {
        let counter = match state {
            HistoryState::Compatible => &mut self.compatible,
            HistoryState::Unknown => &mut self.unknown,
            HistoryState::Breaking => &mut self.breaking,
            HistoryState::Semantic => &mut self.semantic,
        };
        *counter += 1;
    }
}
