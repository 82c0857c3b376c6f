//! What is counted of a stream, in any order and from any number of parts.

use std::collections::BTreeMap;

use contracts::toolkit::{Finding, Severity};
use report::Counts;

use crate::rules::execra::step::{Detail, Kind, Step};

/// The kinds of outcomes, and what stands for every other.
pub(super) const OUTCOMES: [&str; 4] = ["succeeded", "failed", "cancelled", "other"];

/// The counts of a stream or of a part of it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Records judged.
    pub lines: u64,
    /// Records with an error of their own.
    pub bad: u64,
    /// Findings by code.
    pub findings: BTreeMap<String, Counts>,
    /// Events by kind, in the order of [`Kind::ALL`].
    pub events: [u64; Kind::ALL.len()],
    /// `finalized` events by the kind of their outcome, in the order: succeeded, failed, cancelled, other.
    pub outcomes: [u64; OUTCOMES.len()],
}

impl Tally {
    /// Counts a finding.
    pub fn finding(&mut self, finding: &Finding) {
        self.found(&finding.code, finding.severity, 1);
    }

    /// Counts findings of one code and level.
    pub fn found(&mut self, code: &str, level: Severity, times: u64) {
        let add = |counts: &mut Counts| {
            let count = match level {
                Severity::Error => &mut counts.errors,
                Severity::Warning => &mut counts.warnings,
                Severity::Note => &mut counts.notes,
            };
            *count = count.saturating_add(times);
        };
        match self.findings.get_mut(code) {
            Some(counts) => add(counts),
            None => add(self.findings.entry(code.to_owned()).or_default()),
        }
    }

    /// Counts an event of a job.
    #[inline]
    pub fn event(&mut self, step: &Step<'_>) {
        if let Some(count) = self.events.get_mut(step.kind as usize) {
            *count += 1;
        }
        if let Detail::Outcome(outcome) = &step.detail {
            let known = OUTCOMES.iter().position(|kind| *kind == outcome.kind);
            if let Some(count) = self.outcomes.get_mut(known.unwrap_or(OUTCOMES.len() - 1)) {
                *count += 1;
            }
        }
    }

    /// Adds another part's counts.
    pub fn add(&mut self, other: &Tally) {
        self.lines = self.lines.saturating_add(other.lines);
        self.bad = self.bad.saturating_add(other.bad);
        for (code, counts) in &other.findings {
            let own = self.findings.entry(code.clone()).or_default();
            *own = own.plus(*counts);
        }
        let own = self.events.iter_mut().chain(&mut self.outcomes);
        for (own, other) in own.zip(other.events.iter().chain(&other.outcomes)) {
            *own = own.saturating_add(*other);
        }
    }

    /// How many events of that kind.
    #[must_use]
    pub fn events_of(&self, kind: Kind) -> u64 {
        self.events.get(kind as usize).copied().unwrap_or_default()
    }

    /// All findings by level.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.findings.values().fold(Counts::default(), |sum, counts| sum.plus(*counts))
    }
}
