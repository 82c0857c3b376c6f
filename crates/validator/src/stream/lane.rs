//! How the records of one stream are judged, once its contract is known.

use std::ops::Range;

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};

use super::Settings;
use super::part::Part;
use super::proven::Fast;
use super::tally::Tally;
use crate::examine::{self, Examination, NotJudged, Options};
use crate::facts::fill_from_tree;
use crate::judge::Judge;
use crate::read::ndjson::{Lines, Record};
use crate::rules::execra::step::{Detail, Kind, Step};
use crate::rules::execra::{EventFacts, persisted};

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

    /// Judges the lines by the explaining path.
    pub(super) fn explain(
        &self,
        bytes: &[u8],
        line: u64,
        part: &mut Part,
    ) -> Result<(), NotJudged> {
        for record in Lines::of_part(bytes, line, 0, &self.options.limits) {
            self.record(record, part)?;
        }
        Ok(())
    }

    pub(super) fn together(&self) -> bool {
        self.options.contract.is_some_and(|known| known.contract.id == TOGETHER)
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
    pub(super) fn fold(&self, facts: &EventFacts<'_>, line: u64, refused: bool, part: &mut Part) {
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
