//! What all forms of a history share: short names, words, rows.

use contracts::toolkit::{CompatHistory, CompatWorld, HistoryCell, HistoryState};
use serde_json::Value;

/// What a version is called inside a contract's own page: its revision, else its major.
pub(super) fn short(reference: &str) -> &str {
    let version = reference.rsplit_once('@').map_or(reference, |(_, version)| version);
    version.split_once('.').map_or(version, |(_, revision)| revision)
}

/// The cells of one reader.
pub(super) fn rows(history: &CompatHistory<Value>) -> impl Iterator<Item = &[HistoryCell<Value>]> {
    history.cells.chunks(history.versions.len().max(1))
}

/// The word of a cell.
pub(super) fn word(state: HistoryState) -> &'static str {
    match state {
        HistoryState::Compatible => "reads",
        HistoryState::Breaking => "refuses",
        HistoryState::Semantic => "misreads",
        HistoryState::Unknown => "unknown",
    }
}

/// What the words mean.
pub(super) const LEGEND: [(HistoryState, &str); 4] = [
    (HistoryState::Compatible, "every document that the writer writes is read as it was meant"),
    (HistoryState::Breaking, "the reader's schema refuses a document that the writer may write"),
    (HistoryState::Semantic, "a reader that only decodes takes a document for something else"),
    (HistoryState::Unknown, "neither proved nor refuted; to be treated as refused"),
];

/// What the writing side may emit, in a sentence.
pub(super) fn world(world: CompatWorld) -> &'static str {
    match world {
        CompatWorld::Open => {
            "Writers may write whatever their schema accepts, members that it does not name among it."
        }
        CompatWorld::Closed => {
            "Writers write the members that their schema names and no others; readers refuse any others."
        }
        CompatWorld::EmittedOnly => {
            "Writers write the members that their schema names and no others (world: emitted-only); readers pass over what they do not know."
        }
    }
}
