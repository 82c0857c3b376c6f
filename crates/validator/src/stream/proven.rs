//! The fast path of a lane: lines that are proven, many at a time.

use std::sync::Arc;

use contracts::toolkit::{Finding, Severity};

use super::lane::Lane;
use super::part::Part;
use crate::context::Context;
use crate::examine::NotJudged;
use crate::facts::Fill as _;
use crate::fast::{Program, Proved, Scratch, Whole};
use crate::rule::{Judged, Line, Prover, Sink};
use crate::rules::execra::{EVENT_JUDGING, EventFacts};
use crate::{rules, unknown};

/// The fast path of one contract, for one thread.
pub(super) struct Fast {
    program: Arc<Program>,
    scratch: Scratch,
    rules: &'static dyn Judged,
    revision: usize,
}

impl Fast {
    /// The same for another thread.
    pub(super) fn again(&self) -> Self {
        let program = Arc::clone(&self.program);
        Fast { scratch: Scratch::new(&program), program, ..*self }
    }
}

/// What is kept between the lines of one text: emptying what a line filled costs less than making
/// it anew.
struct Room<'d, 'c> {
    facts: Facts<'d>,
    sink: Sink<'c>,
}

enum Facts<'d> {
    /// Each record is judged alone.
    Alone(Box<dyn Prover<'d> + 'd>),
    /// The events of a job are judged together too.
    Together(Box<EventFacts<'d>>),
}

impl Lane<'_> {
    /// The fast path of the contract, where it has one and nothing asked for needs a tree.
    pub(super) fn fast(&self) -> Option<Fast> {
        let every = self.options.context.accepted.is_empty() && !self.options.unique;
        let wanted = self.options.contract.filter(|_| every)?;
        let rules = rules::proven_for(wanted.contract.id);
        let program = self.judge.program(&wanted)?;
        let revision = wanted.version().rank(wanted.revision()).unwrap_or_default();
        Some(Fast { scratch: Scratch::new(&program), program, rules, revision })
    }

    /// Judges the lines of a text: each is proven, or else explained.
    pub(super) fn lines(
        &self,
        fast: &mut Fast,
        text: &str,
        mut line: u64,
        part: &mut Part,
    ) -> Result<(), NotJudged> {
        let mut room = self.room(fast);
        let (bytes, mut at) = (text.as_bytes(), 0);
        while at < bytes.len() {
            let end = match self.proven(fast, &mut room, text, at, line, part) {
                Some(end) => end,
                None => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
                    self.explain(rest.get(..length).unwrap_or_default(), line, part)?;
                    at + length
                }
            };
            at = end;
            line += 1;
        }
        Ok(())
    }

    fn room<'d>(&self, fast: &Fast) -> Room<'d, '_> {
        let context = Context { revision: fast.revision, ..self.options.context };
        let judged = if self.together() {
            Facts::Together(Box::default())
        } else {
            Facts::Alone(fast.rules.prover())
        };
        Room { facts: judged, sink: Sink::new(context) }
    }

    /// Proves the record that begins at `at`; gives where the next line begins. Nothing is counted
    /// unless the proof holds.
    fn proven<'d>(
        &self,
        fast: &mut Fast,
        room: &mut Room<'d, '_>,
        text: &'d str,
        at: usize,
        line: u64,
        part: &mut Part,
    ) -> Option<usize> {
        let depth = self.options.limits.depth();
        let what = Line { program: &fast.program, text, at, depth, whole: Whole::Line };
        let sink = &mut room.sink;
        sink.clear();
        match &mut room.facts {
            Facts::Together(facts) => {
                facts.reset();
                let proved = what.prove_but_one(&mut **facts, &mut fast.scratch)?;
                sink.judge(&EVENT_JUDGING, facts);
                let end = self.accept(&proved, at, text, sink, part);
                let end = end.or_else(|| self.brief(&what, line, proved, sink, part))?;
                self.fold(facts, line, false, part);
                Some(end)
            }
            Facts::Alone(prover) => {
                let proved = prover.prove_but_one(&what, &mut fast.scratch, sink)?;
                let end = self.accept(&proved, at, text, sink, part);
                end.or_else(|| self.brief(&what, line, proved, sink, part))
            }
        }
    }

    /// Whether the proof and what the rules found leave nothing to be listed. Notes are counted.
    #[inline(always)] // once a line, and a call would cost as much
    fn accept(
        &self,
        proved: &Proved,
        at: usize,
        text: &str,
        sink: &Sink<'_>,
        part: &mut Part,
    ) -> Option<usize> {
        let Proved { proof, excused: None } = proved else { return None };
        let notes = sink.findings();
        let ended = text.as_bytes().get(at..proof.end)?;
        let most = self.options.limits.line();
        if ended.len() > most && ended.strip_suffix(b"\r").unwrap_or(ended).len() > most {
            return None;
        }
        if !(notes.is_empty() && proof.unknown == 0) {
            self.tolerable(notes, proof.unknown).then_some(())?;
        }
        part.tally.lines += 1;
        for note in notes {
            part.tally.finding(note);
        }
        if proof.unknown > 0 {
            part.tally.found(unknown::CODE, Severity::Note, proof.unknown);
        }
        Some(proof.end + usize::from(proof.end < text.len()))
    }

    /// Whether notes and members that are not named are only to be counted.
    #[cold]
    fn tolerable(&self, notes: &[Finding], unknown: u64) -> bool {
        let context = &self.options.context;
        let refused = unknown > 0 && (context.strict || context.persisted);
        let heavy = notes.iter().any(|finding| finding.severity > Severity::Note);
        !self.settings().list_notes && !refused && !heavy
    }
}
