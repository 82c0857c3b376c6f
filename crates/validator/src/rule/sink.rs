//! Where rules put their findings.

use std::borrow::Cow;

use contracts::toolkit::{Finding, Severity};

use super::judging::{ALWAYS, Judging};
use super::{Meta, Rule};
use crate::context::Context;
use crate::facts::{FactsFamily, Fill as _};

/// Where rules put their findings. One sink a document; the current rule's code, level and
/// remedy are filled in, positions later.
pub struct Sink<'c> {
    context: Context<'c>,
    meta: Option<&'static Meta>,
    findings: Vec<Finding>,
}

impl<'c> Sink<'c> {
    /// An empty sink.
    #[must_use]
    pub fn new(context: Context<'c>) -> Self {
        Sink { context, meta: None, findings: Vec::new() }
    }

    /// What the judgement was told from outside.
    #[must_use]
    pub fn context(&self) -> &Context<'c> {
        &self.context
    }

    /// Runs the rules over the facts that can find something in them.
    #[inline]
    pub(crate) fn judge<F: FactsFamily>(&mut self, rules: &Judging<F>, facts: &F::Of<'_>) {
        let there = facts.handed() | ALWAYS;
        for (about, meta, check) in &rules.0 {
            if about & there != 0 {
                self.meta = Some(meta);
                check(facts, self);
            }
        }
        self.meta = None;
    }

    /// Runs every judged rule over the facts.
    pub fn run<F: FactsFamily>(&mut self, rules: &[Rule<F>], facts: &F::Of<'_>) {
        for rule in rules {
            if let Some(check) = rule.check {
                self.meta = Some(rule.meta);
                check(facts, self);
            }
        }
        self.meta = None;
    }

    /// Reports at a pointer, with the rule's own level.
    pub fn report(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        let level = self.meta.map_or(Severity::Error, |meta| meta.level_for(self.context.role));
        self.report_as(level, pointer, message);
    }

    /// Reports at a pointer with a level of its own (rules that are E here and W there).
    pub fn report_as(
        &mut self,
        level: Severity,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) {
        let remedy = self.meta.map_or("", |meta| meta.remedy);
        self.report_with(level, pointer, message, remedy);
    }

    /// Reports with a level and a remedy of its own.
    pub fn report_with(
        &mut self,
        level: Severity,
        pointer: impl Into<String>,
        message: impl Into<String>,
        remedy: &str,
    ) {
        let code = self.meta.map_or(Cow::Borrowed("tool/rule"), |meta| Cow::Borrowed(meta.code));
        let mut finding = Finding::new(code, level, message).at(pointer);
        if !remedy.is_empty() {
            finding.remedy = Some(remedy.to_owned());
        }
        self.findings.push(finding);
    }

    /// Forgets what was reported, for the next document.
    pub fn clear(&mut self) {
        self.findings.clear();
    }

    /// What was reported so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Everything that was reported.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
