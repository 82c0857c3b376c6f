//! Proving a document by a trace: the hot path.

use std::borrow::Cow;
use std::ops::Range;

use super::escapes;
use super::expected::Expected;
use super::program::Node;
use super::recorder::{Constant, End, Held, Leaf};
use super::simd::Lanes;
use super::trace::Traces;
use super::walk::Walk;
use crate::facts::{Fact, Fill};

impl<'p, 'd> Walk<'p, 'd> {
    /// Proves the document by the branches whose bytes stand between its values.
    #[inline(always)] // so that it is compiled for the lanes
    pub(super) fn follow(
        &mut self,
        lanes: impl Lanes,
        traces: &Traces,
        view: &mut dyn Fill<'d>,
    ) -> Option<()> {
        let (text, first) = (self.text, self.at);
        let (mut at, mut branch, mut answers) = (self.at, traces.root()?, 0);
        loop {
            branch = traces.next(branch, text.as_bytes(), at)?;
            let segment = &branch.segment;
            at += segment.literal.length();
            if !segment.constants.is_empty() {
                self.fill(&segment.constants, at, view)?;
            }
            let held = match &segment.leaf {
                Leaf::Value(held) => held,
                Leaf::End(end) => return self.ended(end, first..at, answers, view),
            };
            let start = at;
            at = self.held(lanes, &branch.expected, held, text, at, view)?;
            if held.asked.is_some() {
                self.at = at;
                answers |= self.answers_of(held.asked, start)?;
            }
        }
    }

    /// A value; gives its end. The text is handed in, and its bytes are taken from it: what `self`
    /// holds would be looked up anew for each value.
    #[inline(always)] // as above
    fn held(
        &mut self,
        lanes: impl Lanes,
        expected: &Expected,
        held: &Held,
        text: &'d str,
        at: usize,
        view: &mut dyn Fill<'d>,
    ) -> Option<usize> {
        let bytes = text.as_bytes();
        match bytes.get(at)? {
            b'"' => {
                if let Some(end) = expected.text(lanes, bytes, at) {
                    if let Some(path) = &held.path {
                        let found = text.get(at + 1..end)?;
                        put(path.fact(view), Fact::Text(Cow::Borrowed(found)));
                    }
                    return Some(end + 1);
                }
            }
            b'0'..=b'9' => {
                if let Some((int, end)) = expected.int(lanes, bytes, at) {
                    if let Some(path) = &held.path {
                        put(path.fact(view), Fact::Int(int.into()));
                    }
                    return Some(end);
                }
            }
            _ => {
                if let Some((found, end)) = expected.word(bytes, at) {
                    if let Some(path) = &held.path {
                        put(path.fact(view), found);
                    }
                    return Some(end);
                }
            }
        }
        self.unexpected(expected, held, at, view)
    }

    /// What the bytes before `at` say.
    #[inline(always)] // as above
    fn fill(&self, constants: &[Constant], at: usize, view: &mut dyn Fill<'d>) -> Option<()> {
        for Constant { path, back, length } in constants {
            let start = at.checked_sub(*back)?;
            let text = self.text.get(start..start + length)?;
            put(path.fact(view), Fact::Text(Cow::Borrowed(text)));
        }
        Some(())
    }

    /// What is left to be seen to where the document ends.
    #[inline(always)] // once a document, and a call would cost as much
    fn ended(
        &mut self,
        end: &End,
        document: Range<usize>,
        mut answers: u64,
        view: &mut dyn Fill<'d>,
    ) -> Option<()> {
        for (path, count) in &end.objects {
            put(path.fact(view), Fact::Object(*count));
        }
        self.unknown += end.unknown;
        self.at = document.end;
        answers |= self.answers_of(end.whole, document.start)?;
        end.open.iter().all(|wanted| wanted & answers != 0).then_some(())
    }

    /// A value that is decoded, walked, or excused; gives its end.
    #[inline(never)]
    fn unexpected(
        &mut self,
        expected: &Expected,
        held: &Held,
        at: usize,
        view: &mut dyn Fill<'d>,
    ) -> Option<usize> {
        if let Some(end) = self.escaped_leaf(expected, held, at, view) {
            return Some(end);
        }
        self.at = at;
        self.left = self.depth.checked_sub(held.deep)?;
        let node: &'p Node = self.program.nodes.get(held.node as usize)?;
        let proven = match &held.path {
            Some(path) => self.value(node, Some(path.slot(view)?)),
            None => self.value(node, None),
        };
        if proven.is_none() {
            self.excuse_leaf(held, at, view)?;
        }
        Some(self.at)
    }

    /// A string with escapes of which nothing but its length is asked; gives its end.
    #[inline]
    fn escaped_leaf(
        &mut self,
        expected: &Expected,
        held: &Held,
        at: usize,
        view: &mut dyn Fill<'d>,
    ) -> Option<usize> {
        (self.bytes.get(at)? == &b'"' && expected.takes_any(1)).then_some(())?;
        let Some(path) = &held.path else {
            let (length, end) = escapes::measure(self.text, at)?;
            return expected.takes_any(length).then_some(end);
        };
        let (text, end) = escapes::decode(self.text, at)?;
        expected.takes_any(text.len()).then_some(())?;
        put(path.fact(view), Fact::Text(Cow::Owned(text)));
        Some(end)
    }
}

/// Puts a fact into a place, where there is one.
#[inline(always)] // as a call it would get the fact through memory
fn put<'d>(place: Option<&mut Fact<'d>>, found: Fact<'d>) {
    if let Some(place) = place {
        place.put(found);
    }
}
