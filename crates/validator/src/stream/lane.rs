//! How the records of one stream are judged, once its contract is known.

use std::ops::Range;
use std::sync::Arc;

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use super::Settings;
use super::lives::Lives;
use super::tally::Tally;
use crate::context::Context;
use crate::examine::{self, Examination, NotJudged, Options};
use crate::facts::{Fill as _, fill_from_tree};
use crate::fast::{Program, Proved, Scratch, Whole};
use crate::judge::Judge;
use crate::read::ndjson::{Lines, Record};
use crate::rule::{Judged, Line, Prover, Sink};
use crate::rules::execra::step::{Detail, Kind, Step};
use crate::rules::execra::{EVENT_JUDGING, EventFacts, persisted};
use crate::unique::Identity;
use crate::{rules, unknown};

/// The contract whose records are also judged together.
pub const TOGETHER: &str = "execra/event-stream";

/// Bytes of a record whose tree is kept for the next one.
const SPARE: usize = 64 << 10;

/// What every record of a stream is judged by.
#[derive(Debug)]
pub(super) struct Lane<'c> {
    pub(super) name: &'c str,
    pub(super) judge: &'c Judge,
    /// The contract is filled in once it is known.
    pub(super) options: Options<'c>,
    pub(super) recognised: bool,
}

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

/// What a part of a stream came to.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) tally: Tally,
    pub(super) findings: Vec<Finding>,
    pub(super) identities: Vec<Identity>,
    pub(super) lives: Lives,
    /// The tree of the last record that was explained: the next one is read into its room.
    spare: Option<Value>,
}

impl Part {
    pub(super) fn new(from_start: bool, remember: usize) -> Self {
        Part {
            tally: Tally::default(),
            findings: Vec::new(),
            identities: Vec::new(),
            lives: Lives::new(from_start, remember),
            spare: None,
        }
    }
}

impl Lane<'_> {
    pub(super) fn settings(&self) -> &Settings<'_> {
        &self.options.stream
    }

    /// Judges the lines of a block. The first record that tells a contract tells it for the stream.
    pub(super) fn block(
        &mut self,
        bytes: &[u8],
        line: u64,
        part: &mut Part,
    ) -> Result<(), NotJudged> {
        for record in Lines::of_part(bytes, line, 0, &self.options.limits) {
            if let Some(found) = self.record(record, part)? {
                self.options.contract = Some(found);
                self.recognised = true;
            }
        }
        Ok(())
    }

    /// The same by many at a time, when the contract is known: each record is proven by the fast
    /// path, or else explained.
    pub(super) fn known(
        &self,
        fast: Option<&mut Fast>,
        bytes: &[u8],
        line: u64,
        part: &mut Part,
    ) -> Result<(), NotJudged> {
        let Some(fast) = fast else { return self.explain(bytes, line, part) };
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return self.lines(fast, text, line, part);
        }
        // Somewhere a line is no UTF-8: only that one is to be explained.
        for (line, bytes) in (line..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            match simdutf8::basic::from_utf8(bytes) {
                Ok(text) => self.lines(fast, text, line, part)?,
                Err(_) => self.explain(bytes, line, part)?,
            }
        }
        Ok(())
    }

    fn lines(
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

    /// Judges the lines by the explaining path.
    fn explain(&self, bytes: &[u8], line: u64, part: &mut Part) -> Result<(), NotJudged> {
        for record in Lines::of_part(bytes, line, 0, &self.options.limits) {
            self.record(record, part)?;
        }
        Ok(())
    }

    fn together(&self) -> bool {
        self.options.contract.is_some_and(|known| known.contract.id == TOGETHER)
    }

    /// The fast path of the contract, where it has one and nothing asked for needs a tree.
    pub(super) fn fast(&self) -> Option<Fast> {
        let every = self.options.context.accepted.is_empty() && !self.options.unique;
        let wanted = self.options.contract.filter(|_| every)?;
        let rules = rules::proven_for(wanted.contract.id);
        let program = self.judge.program(&wanted)?;
        let revision = wanted.version().rank(wanted.revision()).unwrap_or_default();
        Some(Fast { scratch: Scratch::new(&program), program, rules, revision })
    }

    /// A line that is too long to be held.
    pub(super) fn too_long(&self, line: u64, part: &mut Part) -> Result<(), NotJudged> {
        let record = Record { line, offset: 0, bytes: &[], too_long: true };
        self.record(record, part).map(|_| ())
    }

    /// Judges a record by the explaining path; gives the contract that it told, where none was known.
    fn record(&self, record: Record<'_>, part: &mut Part) -> Result<Option<Reference>, NotJudged> {
        let together = self.together();
        let document = record.read_within(&self.options.limits, part.spare.take());
        let Examination { reference, findings, identity, tree, .. } =
            examine::examine(self.judge, self.name, document, &self.options)?;
        part.identities.extend(identity);
        let refused = findings.iter().any(|finding| finding.code.starts_with("version/"));
        self.take_in(findings, part);
        let unwrapped = together && self.options.context.persisted;
        let tree = if unwrapped { tree.map(|row| persisted::unwrap(row).event) } else { tree };
        if let Some(event) = tree.as_ref().filter(|_| together) {
            let mut facts = EventFacts::default();
            fill_from_tree(&mut facts, event);
            self.fold(&facts, record.line, refused, part);
        }
        part.spare = tree.filter(|_| record.bytes.len() <= SPARE);
        let told = reference.filter(|_| self.options.contract.is_none());
        Ok(told.map(|found| Reference { contract: found.contract, version: None, revision: None }))
    }

    /// Takes in what was found in a record.
    pub(super) fn take_in(&self, findings: Vec<Finding>, part: &mut Part) {
        part.tally.lines += 1;
        let mut bad = false;
        for finding in report::merged(findings) {
            bad |= finding.severity == Severity::Error;
            part.tally.finding(&finding);
            if finding.severity > Severity::Note || self.settings().list_notes {
                part.findings.push(finding);
            }
        }
        part.tally.bad += u64::from(bad);
    }

    /// Takes an event into its job's life. A job that cannot be told has none.
    #[inline]
    fn fold(&self, facts: &EventFacts<'_>, line: u64, refused: bool, part: &mut Part) {
        let Some(job) = facts.job.text() else { return };
        let mut step = Step::bare(line, Kind::Other);
        match refused {
            true => step.detail = Detail::Refused,
            false => step.read(facts),
        }
        part.tally.event(&step);
        let from = part.findings.len();
        part.lives.take(job, &step, &mut part.findings);
        if part.findings.len() > from {
            self.named(&mut part.findings, from..usize::MAX, &mut part.tally);
        }
    }

    /// Gives findings of the stream their source and contract, and counts them.
    pub(super) fn named(&self, findings: &mut [Finding], new: Range<usize>, tally: &mut Tally) {
        let end = new.end.min(findings.len());
        for finding in findings.get_mut(new.start..end).unwrap_or_default() {
            self.name.clone_into(&mut finding.location.source);
            finding.contract = self.options.contract.map(|known| known.to_string());
            tally.finding(finding);
        }
    }
}
