//! Scalars of a document that is walked: words, numbers and strings.

use std::borrow::Cow;

use super::escapes;
use super::moment;
use super::number::{self, Number};
use super::program::{Node, Text, types};
use super::scan;
use super::simd::Plain;
use super::walk::Walk;
use crate::facts::Fact;

impl<'d> Walk<'_, 'd> {
    #[inline]
    pub(super) fn word<const N: usize>(
        &mut self,
        word: &[u8; N],
        kind: u8,
        fact: Fact<'d>,
    ) -> Option<(u8, Fact<'d>)> {
        let there = self.bytes.get(self.at..self.at + N)? == word;
        self.at += N;
        there.then_some((kind, fact))
    }

    #[inline]
    pub(super) fn number(&mut self, node: &Node, fact: Option<&mut Fact<'d>>) -> Option<()> {
        let (least, most) = node.plain_ints;
        match number::digits_alone(Plain, self.bytes, self.at) {
            Some((value, end)) if least <= value && value <= most => {
                self.at = end;
                if let Some(fact) = fact {
                    fact.put(Fact::Int(value.into()));
                }
                Some(())
            }
            _ => self.any_number(node, fact),
        }
    }

    #[inline(never)]
    fn any_number(&mut self, node: &Node, fact: Option<&mut Fact<'d>>) -> Option<()> {
        let (number, end) = number::read(self.bytes, self.at)?;
        self.at = end;
        match number {
            Number::Int(int) => {
                node.takes(int).then_some(())?;
                if let Some(fact) = fact {
                    fact.put(Fact::Int(int));
                }
            }
            Number::Float(float) => {
                node.takes_float(float).then_some(())?;
                if let Some(fact) = fact {
                    fact.put(Fact::of_float(float));
                }
            }
        }
        Some(())
    }

    #[inline]
    pub(super) fn string(&mut self, node: &Node, fact: Option<&mut Fact<'d>>) -> Option<()> {
        allowed(node, types::STRING)?;
        let start = self.at + 1;
        let end = match self.whole_string(node, start) {
            Some(length) => start + length,
            None => {
                let end = scan::special(self.bytes, start);
                match self.bytes.get(end)? {
                    b'"' => {}
                    b'\\' => return self.escaped(node, fact),
                    _ => return None,
                }
                if !node.texts.is_empty() {
                    let text = self.text.get(start..end)?;
                    node.texts.iter().all(|demand| demand.proves(text)).then_some(())?;
                }
                end
            }
        };
        self.at = end + 1;
        if let Some(fact) = fact {
            fact.put(Fact::Text(Cow::Borrowed(self.text.get(start..end)?)));
        }
        Some(())
    }

    /// The length of the string that begins at `start`, where what it must be says how long it is:
    /// then nobody has to look for its end.
    #[inline]
    fn whole_string(&self, node: &Node, start: usize) -> Option<usize> {
        match node.texts.as_slice() {
            [Text::OneOf(_, keys)] => {
                let key = keys.get(keys.find(self.bytes, self.at)?)?;
                Some(key.length() - 2)
            }
            [Text::Pattern(automaton, true)] => automaton.stands(self.bytes, start),
            [Text::DateTime] => moment::stands(self.bytes, start),
            _ => None,
        }
    }

    /// A string with escapes.
    #[cold]
    fn escaped(&mut self, node: &Node, fact: Option<&mut Fact<'d>>) -> Option<()> {
        if node.texts.is_empty() && fact.is_none() {
            self.at = escapes::measure(self.text, self.at)?.1;
            return Some(());
        }
        let (text, end) = escapes::decode(self.text, self.at)?;
        self.at = end;
        node.texts.iter().all(|demand| demand.proves(&text)).then_some(())?;
        if let Some(fact) = fact {
            fact.put(Fact::Text(Cow::Owned(text)));
        }
        Some(())
    }
}

/// Whether a node allows values of a kind.
#[inline]
pub(super) fn allowed(node: &Node, kind: u8) -> Option<()> {
    (node.types & kind != 0).then_some(())
}
