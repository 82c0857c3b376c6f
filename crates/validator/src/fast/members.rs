//! The members of an object.

use std::borrow::Cow;

use super::program::{Member, Node, Others, Shape};
use super::scan;
use super::walk::Walk;
use crate::facts::{Fact, Fill, Slot};

impl<'p, 'd> Walk<'p, 'd> {
    pub(super) fn object(
        &mut self,
        node: &'p Node,
        view: Option<&mut dyn Fill<'d>>,
    ) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let count = match node.object {
            Some(object) => {
                let shape = self.shape(self.program.objects.get(object as usize)?)?;
                self.members(shape, view)?
            }
            None => self.any_members()?,
        };
        self.left += 1;
        Some(count)
    }

    fn members(&mut self, shape: &'p Shape, mut view: Option<&mut dyn Fill<'d>>) -> Option<usize> {
        let start = self.at;
        self.at += 1;
        let frame = self.scratch.hashes.len();
        let (mut seen, mut answers, mut count, mut last) = (0_u64, 0, 0, shape.prediction);
        self.space();
        if self.peek()? == b'}' {
            self.at += 1;
            self.record_end(shape, 0, 0);
            return shape.closes(0, self.answers_of(shape.whole, start)?, 0).then_some(0);
        }
        loop {
            self.space();
            count += 1;
            if let Some(index) = self.known(shape, last) {
                let member = shape.members.get(index)?;
                let bit = 1_u64 << index;
                if seen & bit != 0 {
                    return None;
                }
                seen |= bit;
                last = shape.prediction + index + 1;
                self.eat(b':')?;
                self.space();
                self.foreign(u64::from(member.foreign && shape.notes));
                let start = self.at;
                if self.member(shape, index, member, &mut view).is_none() {
                    self.excuse_member(member, shape.hands_others, start, &mut view)?;
                }
                answers |= self.answers_of(member.asked, start)?;
            } else {
                self.other(shape, &mut view)?;
            }
            if !self.more(b'}')? {
                break;
            }
        }
        self.unique(frame)?;
        answers |= self.answers_of(shape.whole, start)?;
        self.record_end(shape, seen, count);
        self.closes(shape, seen, answers, count).then_some(count)
    }

    /// Counts members that the schema does not name.
    #[inline]
    fn foreign(&mut self, count: u64) {
        self.unknown += count;
        if let Some(recorder) = self.recorder.as_mut().filter(|_| count > 0) {
            recorder.foreign(count);
        }
    }

    /// The member whose key stands here; the key is stepped over when there is one.
    #[inline]
    fn known(&mut self, shape: &'p Shape, last: usize) -> Option<usize> {
        let predicted = usize::from(self.scratch.predictions.get(last).copied().unwrap_or(0));
        if let Some(key) = shape.keys.get(predicted).filter(|key| key.stands(self.bytes, self.at)) {
            self.at += key.length();
            return Some(predicted);
        }
        let found = shape.keys.find(self.bytes, self.at)?;
        self.at += shape.keys.get(found)?.length();
        if let Some(place) = self.scratch.predictions.get_mut(last) {
            *place = u8::try_from(found).unwrap_or(0);
        }
        Some(found)
    }

    #[inline]
    fn member(
        &mut self,
        shape: &'p Shape,
        index: usize,
        member: &'p Member,
        view: &mut Option<&mut dyn Fill<'d>>,
    ) -> Option<()> {
        let node = self.program.nodes.get(member.node as usize)?;
        match (view, member.slot) {
            (Some(view), Some(slot)) => {
                self.recorded(member, node, Some(slot), Some(view.slot(slot)))
            }
            (Some(view), None) if shape.hands_others => {
                self.untraced();
                let name = shape.keys.get(index)?.text().to_owned();
                let mut fact = Fact::Absent;
                self.value(node, Some(Slot::One(&mut fact)))?;
                view.other(Cow::Owned(name), fact);
                Some(())
            }
            _ => self.recorded(member, node, None, None),
        }
    }

    /// Something stands here that a trace does not hold.
    #[inline]
    fn untraced(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.fail();
        }
    }

    /// A member that nobody names.
    fn other(&mut self, shape: &'p Shape, view: &mut Option<&mut dyn Fill<'d>>) -> Option<()> {
        let start = self.at;
        let name = self.key()?;
        let quoted = self.text.get(start..self.at)?;
        self.eat(b':')?;
        self.space();
        let mut fact = Fact::Absent;
        let wanted = shape.hands_others && view.is_some();
        let index = match shape.others {
            Others::Unsure => return None,
            Others::Node(index) => Some(index),
            Others::Named(named) => Some(self.program.named.get(named as usize)?.node(quoted)?),
            Others::Free | Others::Noted => None,
        };
        if shape.notes {
            self.untraced();
            self.unknown += 1;
        }
        match index {
            Some(index) => {
                let node = self.program.nodes.get(index as usize)?;
                if wanted {
                    self.untraced();
                    self.value(node, Some(Slot::One(&mut fact)))?;
                } else {
                    self.in_map(index, node)?;
                }
            }
            None => {
                self.untraced();
                if wanted { self.anything_into(&mut fact)? } else { self.anything()? }
            }
        }
        if let Some(view) = view.as_mut().filter(|_| wanted) {
            view.other(Cow::Borrowed(name), fact);
        }
        Some(())
    }

    /// A key without escapes; its hash is kept for the check that keys are unique.
    pub(super) fn key(&mut self) -> Option<&'d str> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let end = scan::special(self.bytes, start);
        if self.bytes.get(end)? != &b'"' {
            return None;
        }
        self.at = end + 1;
        let name = self.text.get(start..end)?;
        self.scratch.hashes.push(hash(name.as_bytes()));
        Some(name)
    }

    /// Whether the hashes from the frame on are unique; they are dropped. Two keys of one hash are
    /// not proven to differ.
    #[inline]
    pub(super) fn unique(&mut self, frame: usize) -> Option<()> {
        let hashes = self.scratch.hashes.get_mut(frame..)?;
        let unique = match hashes {
            [] => return Some(()),
            [_] => true,
            [one, other] => one != other,
            hashes => {
                hashes.sort_unstable();
                hashes.windows(2).all(|pair| pair.first() != pair.last())
            }
        };
        self.scratch.hashes.truncate(frame);
        unique.then_some(())
    }
}

/// FNV-1a: keys are short.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}
