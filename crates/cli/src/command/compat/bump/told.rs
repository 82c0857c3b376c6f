//! The verdicts of `compat bump`, in every format.

use std::io::{self, Write};

use compat::render;
use compat::report::of_pairs;
use contracts::toolkit::{CompatReport, Finding, Step};
use report::{Collector, Exit, Format, Judgement, RenderOptions, Report, Settings};
use serde_json::Value;

use super::{Bumped, MODE};
use crate::groups::OutputArgs;
use crate::io::Io;
use crate::output::{Outputs, help, tool};

/// What is to be told.
pub(super) struct Told {
    pub(super) all: Vec<Bumped>,
    pub(super) notices: Vec<Finding>,
    /// Whether one contract was asked for: then it is told also when nothing changed.
    pub(super) named: bool,
}

impl Told {
    /// Writes the verdicts everywhere; gives the run's exit code.
    pub(super) fn write(mut self, outputs: &Outputs, args: &OutputArgs, io: &mut Io<'_>) -> Exit {
        let named = self.named;
        self.all.retain(|bumped| named || needed(bumped).is_some());
        let findings = self.as_findings(args);
        let pairs = self.all.iter().map(|bumped| bumped.pair.clone()).collect();
        let report = of_pairs(pairs, MODE, compat::World::EmittedOnly, tool());
        outputs.write_with(&findings, io, &|format, out, palette| match format {
            Format::Text => Some(self.text(&findings, out, palette)),
            Format::Json => Some(report::format::json::pretty(&report, out)),
            Format::Markdown => Some(markdown(&report, out)),
            _ => None,
        })
    }

    fn as_findings(&self, args: &OutputArgs) -> Report {
        let mut collector = Collector::new(Settings {
            fail_on: args.fail_on.into(),
            list_notes: args.notes,
            limit: args.max_findings,
            // That nothing changed is an answer.
            allow_empty: true,
        });
        for bumped in &self.all {
            collector.judged(Judgement {
                source: bumped.pair.new.source.clone(),
                contract: Some(bumped.new.to_string()),
                instances: 1,
                findings: bumped.findings.clone(),
                ..Judgement::default()
            });
        }
        self.notices.iter().for_each(|notice| collector.finding(notice.clone()));
        collector.finish(tool())
    }

    fn text(
        &self,
        findings: &Report,
        out: &mut dyn Write,
        palette: report::Palette,
    ) -> io::Result<()> {
        if self.all.is_empty() {
            writeln!(out, "nothing changed")?;
        }
        for bumped in &self.all {
            let name = format!("{} needs {}", bumped.new.contract.id, proposal(bumped));
            writeln!(out, "{}", report::paint(palette.strong, &name))?;
            if let Some(policy) = &bumped.pair.policy {
                render::policy::text(policy, out, &palette)?;
            }
        }
        if findings.findings.findings.is_empty() {
            return writeln!(out, "{}", report::paint(palette.good, "ok"));
        }
        let colour = palette != report::Palette::plain();
        let options = RenderOptions { colour, rules: &help };
        report::render(Format::Text, &findings.findings, out, &options)
    }
}

fn needed(bumped: &Bumped) -> Option<Step> {
    bumped.pair.policy.as_ref().and_then(|policy| policy.needed)
}

/// The version that the change needs, in words.
fn proposal(bumped: &Bumped) -> String {
    let version = bumped.new.version().name;
    let declared = bumped.pair.policy.as_ref().map(|policy| policy.declared);
    match needed(bumped) {
        None => "no new version: nothing changed".to_owned(),
        Some(step) if declared >= Some(step) && declared > Some(Step::Patch) => {
            format!("{step}: `{}` says so already", bumped.new)
        }
        Some(Step::Patch) => format!("patch: {version} keeps its name"),
        Some(Step::Minor) if bumped.named_steps => format!("minor: a new revision of {version}"),
        Some(Step::Minor) => format!("minor: {version} is a draft and may grow"),
        Some(Step::Major) => format!("major: {}", next(version)),
    }
}

fn next(version: &str) -> String {
    let number = version.strip_prefix('v').and_then(|digits| digits.parse::<u64>().ok());
    number.map_or_else(|| "a new version".to_owned(), |number| format!("v{}", number + 1))
}

fn markdown(report: &CompatReport<Value>, out: &mut dyn Write) -> io::Result<()> {
    render::markdown(report, &[], out)
}
