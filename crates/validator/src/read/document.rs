//! A document as it was read.

use std::collections::HashSet;

use contracts::toolkit::{Finding, Location, Severity};
use serde_json::Value;

use super::{Format, Limits, Positions, Source, json, yaml};

/// A document: its tree, the place of every part, and what is wrong with its text.
#[derive(Debug)]
pub struct Document<'s> {
    /// The tree, members in document order. `None` when the text was refused; `findings` says
    /// why. Of a duplicate key the first value stands here, for an integer out of range the
    /// nearest float.
    pub value: Option<Value>,
    /// Where everything in it stands.
    pub positions: Positions,
    /// The text itself.
    pub source: Source<'s>,
    /// What the reader found, with line, column and snippet, in the order of the text. The
    /// location's `source` is empty: only the caller knows what the text is called.
    pub findings: Vec<Finding>,
}

/// What is reported of a value that the tree cannot hold as it was written.
const STAND_INS: [&str; 4] = ["json/number-range", "yaml/number-range", "yaml/number", "yaml/tag"];

/// Reads a text of that format. [`Format::Ndjson`] reads one record: a JSON text that is bounded
/// by `max_line` instead of `max_bytes`.
///
/// Whatever the bytes are, this returns: faults are findings of the document.
#[must_use]
pub fn read<'s>(
    bytes: impl Into<std::borrow::Cow<'s, [u8]>>,
    format: Format,
    limits: &Limits,
) -> Document<'s> {
    read_source(Source::new(bytes), format, limits)
}

/// [`read`] for a text that stands in a larger file, as a record of a stream does.
#[must_use]
pub fn read_source<'s>(source: Source<'s>, format: Format, limits: &Limits) -> Document<'s> {
    read_within(source, format, limits, None)
}

/// The same in the room that an earlier document's tree takes.
pub(super) fn read_within<'s>(
    source: Source<'s>,
    format: Format,
    limits: &Limits,
    spare: Option<Value>,
) -> Document<'s> {
    let (value, positions, findings) = match format {
        Format::Json => json::read(&source, limits, limits.bytes(), spare),
        Format::Ndjson => json::read(&source, limits, limits.line(), spare),
        Format::Yaml => yaml::read(&source, limits),
    };
    Document { value, positions, source, findings }
}

impl Document<'_> {
    /// Gives a finding the line, column and snippet of the value at its pointer, or of the
    /// nearest ancestor that exists (a missing member is shown at its object). A finding that has
    /// a line keeps it.
    pub fn place(&self, finding: &mut Finding) {
        self.mark(finding, false);
    }

    /// The same for a finding about the member's name: the key is shown, where there is one.
    pub fn place_key(&self, finding: &mut Finding) {
        self.mark(finding, true);
    }

    fn mark(&self, finding: &mut Finding, prefer_key: bool) {
        if finding.location.line.is_some() {
            return;
        }
        let Some(tree) = &self.value else { return };
        let Some(span) = self.positions.locate(tree, &finding.location.pointer) else { return };
        let range = span.key.filter(|_| prefer_key).unwrap_or(span.value);
        self.source.mark(finding, &range);
    }

    /// The pointers of values that only stand in for what the text holds: a number that no 64-bit
    /// type can hold, say. What is said of such a value is not true of the document, and its fault
    /// is reported already.
    #[must_use]
    pub fn stand_ins(&self) -> HashSet<String> {
        let substituted = self
            .findings
            .iter()
            .filter(|finding| STAND_INS.contains(&&*finding.code) && self.holds(&finding.location));
        substituted.map(|finding| finding.location.pointer.clone()).collect()
    }

    /// Whether the tree's value at a finding's pointer is the one that the finding is about, not
    /// one of the same pointer inside a duplicate that was dropped.
    fn holds(&self, at: &Location) -> bool {
        let span = self.value.as_ref().and_then(|tree| self.positions.locate(tree, &at.pointer));
        let place = span.map(|span| self.source.place(span.value.start));
        place.is_some() && place == at.line.zip(at.column)
    }

    /// The first finding of level error, when there is one: the text is not what it should be,
    /// even where there is a tree.
    #[must_use]
    pub fn first_error(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity == Severity::Error)
    }
}
