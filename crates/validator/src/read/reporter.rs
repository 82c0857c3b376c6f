//! Where a reader puts its findings, bounded as everything that a hostile text can cause.

use std::ops::Range;

use contracts::toolkit::Finding;

use super::Source;
use super::fault::Fault;
use crate::rule::Meta;

/// Findings listed of one text. A text can hold millions of faults; nobody reads more than these.
const MOST: usize = 10_000;
/// Bytes of pointers in them; keys, and so pointers, can be as long as the text.
const MOST_BYTES: usize = 16 << 20;

/// The findings of one reading, placed at once: only the reader knows where they stand.
pub(super) struct Reporter<'a, 's> {
    source: &'a Source<'s>,
    findings: Vec<Finding>,
    pointer_bytes: usize,
    left_out: Vec<(&'static Meta, u64)>,
}

impl<'a, 's> Reporter<'a, 's> {
    /// No findings yet.
    pub(super) fn new(source: &'a Source<'s>) -> Self {
        Reporter { source, findings: Vec::new(), pointer_bytes: 0, left_out: Vec::new() }
    }

    /// Line of a byte offset, for messages.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.source.place(offset).0
    }

    /// Whether there is no room left; the finding is counted then.
    pub(super) fn is_full(&mut self, meta: &'static Meta) -> bool {
        if self.findings.len() < MOST && self.pointer_bytes < MOST_BYTES {
            return false;
        }
        match self.left_out.iter_mut().find(|(other, _)| other.code == meta.code) {
            Some((_, count)) => *count += 1,
            None => self.left_out.push((meta, 1)),
        }
        true
    }

    /// Reports at a place; [`Reporter::is_full`] was asked before the message was made.
    pub(super) fn report(
        &mut self,
        meta: &'static Meta,
        range: &Range<usize>,
        pointer: String,
        message: String,
    ) {
        self.pointer_bytes += pointer.len();
        let mut finding = finding(meta, message, None).at(pointer);
        self.source.mark(&mut finding, range);
        self.findings.push(finding);
    }

    /// Reports what ended the reading.
    pub(super) fn report_fault(&mut self, fault: Fault) {
        let mut finding = finding(fault.meta, fault.message, fault.remedy);
        if let Some(range) = &fault.range {
            self.source.mark(&mut finding, range);
        }
        self.findings.push(finding);
    }

    /// Everything that was reported, in the order of the text, and how much was not.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| (finding.location.line, finding.location.column));
        for (meta, count) in self.left_out {
            let message = format!("{count} more findings of this code are not listed");
            self.findings.push(finding(meta, message, None));
        }
        self.findings
    }
}

/// A finding of a rule of the document's text.
pub(super) fn finding(meta: &'static Meta, message: String, remedy: Option<&str>) -> Finding {
    Finding::new(meta.code, meta.level, message).with_remedy(remedy.unwrap_or(meta.remedy))
}
