//! One member that needs no proof: a document that breaks its contract mostly does so by one, and
//! what a walk has proven of all others need not be found out again to explain that one.
//!
//! It is a member of the document itself. Either it is a scalar, so that nothing inside it is left
//! open: it is well-formed, its fact is filled in, and what the schema asks of it together with
//! other members is answered as ever; only what its own schema says of it is not proven. Or it is
//! not there: all that is not proven is that it is required.

use std::ops::Range;

use super::path::Path;
use super::program::{Member, Program, Shape};
use super::recorder::Held;
use super::walk::{Proof, Scratch, Walk, Whole, prove};
use crate::facts::{Fill, Slot};

/// A member that was not proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// Which member it is, by the node that would have proven it: no two members have one.
    pub place: u32,
    /// Where its value stands in the text; none where the member is missing.
    pub at: Option<Range<usize>>,
}

impl Excused {
    /// The same in a text that begins later.
    #[must_use]
    pub(crate) fn counted_from(self, start: usize) -> Self {
        let behind = |offset: usize| offset.saturating_sub(start);
        Excused { at: self.at.map(|at| behind(at.start)..behind(at.end)), ..self }
    }
}

/// What was proven of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The proof, of the whole document unless a value is excused.
    pub proof: Proof,
    /// The member that it does not cover.
    pub excused: Option<Box<Excused>>,
}

/// Whether a walk may excuse a member, and the one that it has excused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Excuse {
    /// Every member is to be proven.
    #[default]
    Never,
    /// One may be excused.
    Once,
    /// This one is.
    Taken(Box<Excused>),
}

impl Excuse {
    pub(super) fn is_taken(&self) -> bool {
        matches!(self, Excuse::Taken(_))
    }

    /// Gives back what was excused: the document is walked anew.
    pub(super) fn give_back(&mut self) {
        if self.is_taken() {
            *self = Excuse::Once;
        }
    }
}

fn taken(place: u32, at: Option<Range<usize>>) -> Excuse {
    Excuse::Taken(Box::new(Excused { place, at }))
}

/// The same as [`prove`], but for one member that may be left unproven.
#[must_use]
#[inline(always)] // once a line, and a call would cost as much
pub fn prove_but_one<'d>(
    program: &Program,
    (text, at): (&'d str, usize),
    whole: Whole,
    depth: usize,
    view: &mut dyn Fill<'d>,
    scratch: &mut Scratch,
) -> Option<Proved> {
    scratch.walked.excuse = Excuse::Once;
    let proof = prove(program, text, at, whole, depth, view, scratch);
    let excused = match std::mem::take(&mut scratch.walked.excuse) {
        Excuse::Taken(excused) => Some(excused),
        Excuse::Never | Excuse::Once => None,
    };
    Some(Proved { proof: proof?, excused })
}

impl Program {
    /// The name of the member at a place.
    pub(crate) fn member_at(&self, place: u32) -> Option<&str> {
        let mut found = self.shapes.iter().filter_map(|shape| {
            let at = shape.members.iter().position(|member| member.node == place)?;
            Some(shape.keys.get(at)?.text())
        });
        let name = found.next()?;
        found.next().is_none().then_some(name)
    }
}

impl<'d> Walk<'_, 'd> {
    /// Steps over the value of a member that begins at `start` and could not be proven, where that
    /// is allowed.
    #[cold]
    pub(super) fn excuse_member(
        &mut self,
        member: &Member,
        hands_others: bool,
        start: usize,
        view: &mut Option<&mut dyn Fill<'d>>,
    ) -> Option<()> {
        let first = self.left + 1 == self.depth;
        (first && self.may_excuse(start)).then_some(())?;
        // No trace can say that something is wrong.
        self.recorder = None;
        match (view, member.slot) {
            (Some(view), Some(slot)) => self.excused(member.node, start, Some(view.slot(slot))),
            (Some(_), None) if hands_others => None,
            _ => self.excused(member.node, start, None),
        }
    }

    /// The same for a value of a trace.
    #[cold]
    pub(super) fn excuse_leaf(
        &mut self,
        held: &Held,
        start: usize,
        view: &mut dyn Fill<'d>,
    ) -> Option<()> {
        (held.deep == 1 && self.may_excuse(start)).then_some(())?;
        match &held.path {
            Some(path @ Path::Here(_)) => self.excused(held.node, start, path.slot(view)),
            Some(_) => None,
            None => self.excused(held.node, start, None),
        }
    }

    fn may_excuse(&self, start: usize) -> bool {
        let scalar = !matches!(self.bytes.get(start), None | Some(b'{' | b'['));
        scalar && self.scratch.excuse == Excuse::Once
    }

    fn excused(&mut self, place: u32, start: usize, slot: Option<Slot<'_, 'd>>) -> Option<()> {
        self.at = start;
        match slot {
            Some(Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _)) => {
                self.anything_into(fact)?;
            }
            Some(Slot::Named) | None => self.anything()?,
        }
        self.scratch.excuse = taken(place, Some(start..self.at));
        Some(())
    }

    /// Whether an object may end with these members and answers; one that is required may be
    /// missing where that is allowed.
    #[inline]
    pub(super) fn closes(&mut self, shape: &Shape, seen: u64, answers: u64, count: usize) -> bool {
        shape.closes(seen, answers, count) || self.closes_without(shape, seen, answers, count)
    }

    #[cold]
    fn closes_without(&mut self, shape: &Shape, seen: u64, answers: u64, count: usize) -> bool {
        let missing = shape.required & !seen;
        // What is inside others is not looked at; the members of this object are a level deeper.
        let first = self.left + 1 == self.depth;
        let one = missing.is_power_of_two() && self.scratch.excuse == Excuse::Once;
        let member = shape.members.get(missing.trailing_zeros() as usize);
        let Some(member) = member.filter(|_| first && one && shape.fits(seen, answers, count))
        else {
            return false;
        };
        self.recorder = None;
        self.scratch.excuse = taken(member.node, None);
        true
    }
}
