//! The text of a document, and where in it an offset stands.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use contracts::toolkit::{Finding, Snippet};

use super::LineIndex;
use super::lines::column;
use super::snippet::snippet;

/// A text with its lines. The line index is made when the first place is asked for, so that a
/// clean document never pays for it.
#[derive(Debug, Clone)]
pub struct Source<'s> {
    bytes: Cow<'s, [u8]>,
    first_line: u64,
    /// Whether it is one line without its end: such a text needs no index.
    one_line: bool,
    lines: OnceLock<LineIndex>,
}

impl<'s> Source<'s> {
    /// A text, borrowed or owned.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'s, [u8]>>) -> Self {
        Source { bytes: bytes.into(), first_line: 1, one_line: false, lines: OnceLock::new() }
    }

    /// The same text, standing in a file where its first line has that number.
    #[must_use]
    pub fn starting_at(mut self, line: u64) -> Self {
        self.first_line = line;
        self
    }

    /// The text of one line of a file, which has that number.
    #[must_use]
    pub(crate) fn of_line(bytes: &'s [u8], line: u64) -> Self {
        let one_line = memchr::memchr(b'\n', bytes).is_none();
        Source { first_line: line, one_line, ..Source::new(bytes) }
    }

    /// The text as it was given, its byte order mark included.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Line and column (in characters) of a byte offset, both from 1.
    #[must_use]
    pub fn place(&self, offset: usize) -> (u64, u64) {
        if self.one_line {
            return (self.first_line, column(&self.bytes, offset));
        }
        let (line, column) = self.lines().place(&self.bytes, offset);
        (line - 1 + self.first_line, column)
    }

    /// The line of a byte range for people to see, the range marked as far as that line goes. A
    /// range over several lines is marked by its first character only: it is a container, and its
    /// first line would otherwise be marked to the end.
    #[must_use]
    pub fn snippet(&self, range: &Range<usize>) -> Snippet {
        if self.one_line {
            return snippet(&self.bytes, range.clone());
        }
        let lines = self.lines();
        let start = range.start.min(self.bytes.len());
        let line = lines.bytes_of(lines.line(start), &self.bytes);
        let end = if range.end > line.end { start + 1 } else { range.end };
        let mark = start.saturating_sub(line.start)..end.saturating_sub(line.start);
        snippet(self.bytes.get(line).unwrap_or_default(), mark)
    }

    /// Gives a finding the line, column and snippet of a byte range.
    pub fn mark(&self, finding: &mut Finding, range: &Range<usize>) {
        let (line, column) = self.place(range.start);
        finding.location.line = Some(line);
        finding.location.column = Some(column);
        finding.snippet = Some(self.snippet(range));
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.bytes))
    }
}
