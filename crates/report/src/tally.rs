//! Counts by level, and the bounded list behind them.

use contracts::toolkit::{Finding, Severity};

/// How many findings of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of level error.
    pub errors: u64,
    /// Of level warning.
    pub warnings: u64,
    /// Of level note.
    pub notes: u64,
}

impl Counts {
    /// The counts of some findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Counts::default();
        for finding in findings {
            counts.add(finding.severity);
        }
        counts
    }

    /// One more of that level.
    pub fn add(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *count = count.saturating_add(1);
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Counts) -> Self {
        Counts {
            errors: self.errors.saturating_add(other.errors),
            warnings: self.warnings.saturating_add(other.warnings),
            notes: self.notes.saturating_add(other.notes),
        }
    }

    /// How many are of that level or heavier.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors.saturating_add(self.warnings),
            Severity::Note => self.errors.saturating_add(self.warnings).saturating_add(self.notes),
        }
    }
}

/// A list of findings with an upper bound. What does not fit is counted; a heavier finding takes
/// the place of a lighter one, so that a thousand notes cannot hide one error.
#[derive(Debug)]
pub(crate) struct BoundedList {
    limit: usize,
    unlisted: u64,
    by_level: [Vec<Finding>; 3],
}

impl BoundedList {
    pub(crate) fn new(limit: usize) -> Self {
        BoundedList { limit, unlisted: 0, by_level: Default::default() }
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        let level = finding.severity as usize;
        if self.len() < self.limit {
            self.insert(level, finding);
            return;
        }
        self.unlisted = self.unlisted.saturating_add(1);
        let lighter = self.by_level.iter_mut().take(level).find(|list| !list.is_empty());
        if lighter.and_then(Vec::pop).is_some() {
            self.insert(level, finding);
        }
    }

    /// Adds findings in their order.
    pub(crate) fn extend(&mut self, findings: Vec<Finding>) {
        let first = findings.first().map_or(Severity::Note, |finding| finding.severity);
        let level = first as usize;
        let fits = self.len() == 0 && findings.len() <= self.limit;
        match self.by_level.get_mut(level) {
            // A list that is all there is becomes the list: it can be long.
            Some(list) if fits && findings.iter().all(|finding| finding.severity == first) => {
                *list = findings;
            }
            _ => findings.into_iter().for_each(|finding| self.push(finding)),
        }
    }

    pub(crate) fn count_unlisted(&mut self, count: u64) {
        self.unlisted = self.unlisted.saturating_add(count);
    }

    pub(crate) fn unlisted(&self) -> u64 {
        self.unlisted
    }

    /// Everything listed, in the order of every report.
    pub(crate) fn into_sorted(self) -> Vec<Finding> {
        let mut lists = self.by_level.into_iter().filter(|list| !list.is_empty());
        // Mostly all are of one level, and a long list is not copied for nothing.
        let mut findings = lists.next().unwrap_or_default();
        findings.extend(lists.flatten());
        if !findings.is_sorted_by(|a, b| a.sort_key() <= b.sort_key()) {
            findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        }
        findings
    }

    fn len(&self) -> usize {
        self.by_level.iter().map(Vec::len).sum()
    }

    fn insert(&mut self, level: usize, finding: Finding) {
        if let Some(list) = self.by_level.get_mut(level) {
            list.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Severity};

    use super::{BoundedList, Counts};

    #[test]
    fn a_heavier_finding_takes_the_place_of_a_lighter_one() {
        let mut list = BoundedList::new(2);
        for (code, level) in [
            ("a/one", Severity::Note),
            ("a/two", Severity::Warning),
            ("a/three", Severity::Error),
            ("a/four", Severity::Note),
        ] {
            list.push(Finding::new(code, level, "m"));
        }
        assert_eq!(list.unlisted(), 2);
        let codes: Vec<_> = list.into_sorted().into_iter().map(|f| f.code).collect();
        assert_eq!(codes, ["a/three", "a/two"]);
    }

    #[test]
    fn a_bound_of_nothing_only_counts() {
        let mut list = BoundedList::new(0);
        list.push(Finding::new("a/b", Severity::Error, "m"));
        assert_eq!(list.unlisted(), 1);
        assert!(list.into_sorted().is_empty());
    }

    #[test]
    fn counts_reach_up() {
        let counts = Counts { errors: 1, warnings: 2, notes: 4 };
        assert_eq!(counts.at_least(Severity::Error), 1);
        assert_eq!(counts.at_least(Severity::Warning), 3);
        assert_eq!(counts.plus(counts).at_least(Severity::Note), 14);
    }
}
