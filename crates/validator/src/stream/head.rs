//! The events of a job that a part of the stream cannot judge before the part in front is joined,
//! packed, and only those that can change what is told, whatever came before.

use super::coded::{Reading, put, put_bytes, put_step};
use crate::rules::execra::step::{Kind, Step};

/// Events that wait to be judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Head {
    packed: Vec<u8>,
    /// The line of the first event, from which the lines are counted.
    base: u64,
    /// How many lines behind it the last event stands.
    last: u64,
    over: Over,
}

/// Whether a `finalized` is among them, and what of what follows it is told: one more, and one of
/// anything else.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Over {
    ended: bool,
    again: bool,
    other: bool,
}

impl Head {
    /// Whether the job was finalized in it.
    pub(super) fn ended(&self) -> bool {
        self.over.ended
    }

    /// Adds an event behind a `finalized`: what it brings is of no interest any more.
    pub(super) fn push_late(&mut self, step: &Step<'_>) {
        let told = match step.kind {
            Kind::Finalized => &mut self.over.again,
            _ => &mut self.over.other,
        };
        if !std::mem::replace(told, true) {
            self.add(&Step::bare(step.line, step.kind), 0);
        }
    }

    /// Adds an event; of an outcome no more than `most` findings are held, and one.
    pub(super) fn push(&mut self, step: &Step<'_>, most: u64) {
        self.over.ended |= step.kind == Kind::Finalized;
        self.add(step, most);
    }

    fn add(&mut self, step: &Step<'_>, most: u64) {
        if self.packed.is_empty() {
            (self.base, self.last) = (step.line, 0);
        }
        let at = step.line.saturating_sub(self.base);
        put_step(&mut self.packed, at.saturating_sub(self.last), step, most);
        self.last = at;
    }

    /// The events.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let (mut reading, mut line) = (Reading(&self.packed), self.base);
        std::iter::from_fn(move || {
            let step = reading.step(line)?;
            line = step.line;
            Some(step)
        })
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> u64 {
        self.packed.len() as u64
    }

    /// Moves every line by as many as stand before the part.
    pub(super) fn shift(&mut self, by: u64) {
        self.base = self.base.saturating_add(by);
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        put_bytes(out, &self.packed);
        if !self.packed.is_empty() {
            put(out, self.base);
        }
    }

    /// Reads a head; what is known of its end is gathered anew.
    pub(super) fn read(from: &mut Reading<'_>) -> Option<Self> {
        let packed = from.bytes()?.to_vec();
        let base = if packed.is_empty() { 0 } else { from.number()? };
        let mut head = Head { packed, base, ..Head::default() };
        let (mut reading, mut line, mut over) = (Reading(&head.packed), base, Over::default());
        while !reading.0.is_empty() {
            let step = reading.step(line)?;
            line = step.line;
            match (over.ended, step.kind == Kind::Finalized) {
                (false, ends) => over.ended = ends,
                (true, true) => over.again = true,
                (true, false) => over.other = true,
            }
        }
        (head.last, head.over) = (line.saturating_sub(base), over);
        Some(head)
    }
}
