//! From the parser's marks to byte offsets.

use std::cell::Cell;
use std::ops::Range;

use saphyr_parser::{Marker, Span};

use crate::read::lines::Characters;

/// The text as the parser saw it, and where it stands in the source. The parser counts lines and
/// columns in characters; its running index is not used, since it drifts on some directives.
pub(super) struct Marks<'t> {
    text: &'t str,
    /// Where the text begins in the source.
    base: usize,
    /// Columns that were put before the first line and are not in the source.
    shift: usize,
    /// Where each line begins; to the parser a lone carriage return ends a line too.
    lines: Vec<usize>,
    characters: Characters,
    /// The last mark that was looked up: most often the next one stands near it.
    last: Cell<Place>,
}

/// A line from 0, a column from 0, and the byte offset.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

/// Characters that are walked over; what is farther is found by the counted blocks.
const NEAR: usize = 256;

impl<'t> Marks<'t> {
    /// Marks of a text that begins in the source at `base`.
    pub(super) fn new(text: &'t str, base: usize, shift: usize) -> Self {
        let bytes = text.as_bytes();
        let ends_line =
            |at: &usize| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends_line);
        let lines = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let characters = Characters::new(bytes);
        Marks { text, base, shift, lines, characters, last: Cell::default() }
    }

    /// The source offset of a mark.
    pub(super) fn offset(&self, mark: &Marker) -> usize {
        self.base + self.local(mark)
    }

    /// The source offsets of a span.
    pub(super) fn range(&self, span: &Span) -> Range<usize> {
        let start = self.offset(&span.start);
        start..self.offset(&span.end).max(start)
    }

    /// The text of a range of source offsets.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'t str {
        let end = range.end.saturating_sub(self.base).min(self.text.len());
        self.text.get(range.start.saturating_sub(self.base)..end).unwrap_or_default()
    }

    fn local(&self, mark: &Marker) -> usize {
        let line = mark.line().saturating_sub(1);
        let column = mark.col().saturating_sub(if line == 0 { self.shift } else { 0 });
        let Some(start) = self.lines.get(line).copied() else {
            return self.text.len();
        };
        let last = self.last.get();
        let from = if last.line == line { last } else { Place { line, column: 0, offset: start } };
        let offset = self.walk(from, column).unwrap_or_else(|| {
            let bytes = self.text.as_bytes();
            self.characters.offset(bytes, self.characters.before(bytes, start) + column)
        });
        self.last.set(Place { line, column, offset });
        offset
    }

    /// The offset of a column of the same line, when it is near.
    fn walk(&self, from: Place, column: usize) -> Option<usize> {
        let (before, after) = self.text.split_at_checked(from.offset)?;
        if column >= from.column {
            let steps = column - from.column;
            let mut rest = after.chars();
            return (steps <= NEAR).then(|| {
                rest.by_ref().take(steps).for_each(drop);
                self.text.len() - rest.as_str().len()
            });
        }
        let steps = from.column - column;
        let mut rest = before.chars();
        (steps <= NEAR).then(|| {
            rest.by_ref().rev().take(steps).for_each(drop);
            rest.as_str().len()
        })
    }
}
