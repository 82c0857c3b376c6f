//! What a rule of the stream is: metadata and one pure function over a job's stage and its next
//! event.

use contracts::toolkit::{Finding, Severity};

use super::stage::{Job, Stage};
use super::step::{Kind, Step};
use crate::rule::Meta;

/// A rule of the stream.
pub struct StreamRule {
    /// What it says of itself.
    pub meta: &'static Meta,
    /// The kinds of events that can break it; it is not asked about others.
    pub on: Kinds,
    /// The judgement of one event, given where its job stands before it.
    pub check: fn(&Stage, &Step<'_>, &mut Told<'_>),
}

/// Kinds of events.
#[derive(Debug, Clone, Copy)]
pub struct Kinds(u32);

impl Kinds {
    /// Every kind.
    pub const ALL: Kinds = Kinds(u32::MAX);

    /// These kinds.
    #[must_use]
    pub const fn of(kinds: &[Kind]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < kinds.len() {
            bits |= 1 << kinds[at] as u32;
            at += 1;
        }
        Kinds(bits)
    }

    #[inline]
    fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }
}

/// Where stream rules put what they find.
pub struct Told<'f> {
    meta: &'static Meta,
    line: u64,
    findings: &'f mut Vec<Finding>,
}

impl Told<'_> {
    /// Reports at a pointer into the event, with the rule's own level.
    pub fn report(&mut self, pointer: &str, message: impl Into<String>) {
        self.report_as(self.meta.level, pointer, message);
    }

    /// Reports with a level of its own.
    pub fn report_as(&mut self, level: Severity, pointer: &str, message: impl Into<String>) {
        self.findings.push(finding(self.meta, level, self.line, pointer, message.into()));
    }
}

/// A finding of the stream: it has a line, and no column, since the line may be gone by then.
#[must_use]
pub fn finding(
    meta: &'static Meta,
    level: Severity,
    line: u64,
    pointer: &str,
    message: String,
) -> Finding {
    let mut finding = Finding::new(meta.code, level, message).at(pointer);
    finding.location.line = Some(line);
    finding.remedy = Some(meta.remedy.to_owned());
    finding
}

/// Runs rules over one event.
pub fn run(rules: &[StreamRule], stage: &Stage, step: &Step<'_>, findings: &mut Vec<Finding>) {
    for rule in rules.iter().filter(|rule| rule.on.has(step.kind)) {
        (rule.check)(stage, step, &mut Told { meta: rule.meta, line: step.line, findings });
    }
}

/// The open job whose beginning was seen.
#[must_use]
pub fn whole(stage: &Stage) -> Option<&Job> {
    stage.open().filter(|job| !job.partial)
}

/// What one rule says of a run of events, `(line, pointer)` each, for the rules' own tests.
#[cfg(test)]
pub(super) fn told(rule: &StreamRule, events: &[serde_json::Value]) -> Vec<(u64, String)> {
    let mut stage = Stage::default();
    let mut findings = Vec::new();
    for (event, line) in events.iter().zip(1..) {
        let mut facts = super::EventFacts::default();
        crate::facts::fill_from_tree(&mut facts, event);
        let step = Step::of(&facts, line);
        run(std::slice::from_ref(rule), &stage, &step, &mut findings);
        stage.advance(&step);
    }
    let place = |finding: &Finding| {
        (finding.location.line.unwrap_or_default(), finding.location.pointer.clone())
    };
    findings.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::rules::execra::STREAM_RULES;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_rule_is_broken_only_by_the_kinds_it_is_asked_about(
            kinds in prop::collection::vec(0..Kind::ALL.len(), 1..30),
        ) {
            let mut stage = Stage::default();
            for (kind, line) in kinds.into_iter().zip(1..) {
                let event = json!({"kind": Kind::ALL[kind].name(), "phase": format!("p{}", line % 3),
                    "code": {"code": line % 2, "signal": null},
                    "outcome": {"kind": "succeeded", "findings": []}});
                let mut facts = super::super::EventFacts::default();
                crate::facts::fill_from_tree(&mut facts, &event);
                let step = Step::of(&facts, line);
                for rule in STREAM_RULES.iter().filter(|rule| !rule.on.has(step.kind)) {
                    let mut findings = Vec::new();
                    let mut told = Told { meta: rule.meta, line, findings: &mut findings };
                    (rule.check)(&stage, &step, &mut told);
                    prop_assert!(findings.is_empty(), "{findings:?}");
                }
                stage.advance(&step);
            }
        }
    }
}
