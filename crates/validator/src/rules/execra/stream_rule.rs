//! What a rule of the stream is: metadata and one pure function over a job's stage and its next
//! event.

use contracts::toolkit::{Finding, Severity};

use super::stage::{Job, Stage};
use super::step::Step;
use crate::rule::Meta;

/// A rule of the stream.
pub struct StreamRule {
    /// What it says of itself.
    pub meta: &'static Meta,
    /// The judgement of one event, given where its job stands before it.
    pub check: fn(&Stage, &Step, &mut Told<'_>),
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
pub fn run(rules: &[StreamRule], stage: &Stage, step: &Step, findings: &mut Vec<Finding>) {
    for rule in rules {
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
