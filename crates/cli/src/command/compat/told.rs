//! A finished comparison: what is written of it, in every format that was asked for.

use std::io::{self, Write};

use compat::render::{self, PageOptions, TextOptions};
use compat::report::findings;
use contracts::toolkit::{ComparedPair, ComparedSchema, CompatReport, Finding, Severity};
use report::{Collector, Exit, Format, Judgement, Report, Settings};
use serde_json::Value;

use super::load::Loaded;
use super::waived;
use crate::groups::OutputArgs;
use crate::io::Io;
use crate::output::{Outputs, tool};

/// A finished comparison and the texts that it points into.
#[derive(Debug)]
pub struct Told<'a> {
    /// The report.
    pub report: CompatReport<Value>,
    /// Every schema that was read.
    pub schemas: Vec<Loaded>,
    /// How to write it.
    pub output: &'a OutputArgs,
    /// Where to write it, parsed before any work was done.
    pub outputs: Outputs,
    /// What is to be said of the waivers.
    pub notices: Vec<Finding>,
    /// Schemas that are new: there is nothing to compare them with.
    pub new: Vec<String>,
}

impl Told<'_> {
    /// Writes the report everywhere; gives the run's exit code.
    pub fn write(&self, io: &mut Io<'_>) -> Exit {
        let shared = self.as_findings();
        let notices = self.notices.iter().any(|notice| notice.severity == Severity::Error);
        let fails = self.report.fails() || notices;
        let exit = if fails { Exit::Findings } else { Exit::Clean };
        let shared = Report { exit, ..shared };
        self.outputs
            .write_with(&shared, io, &|format, out, palette| self.special(format, out, palette))
    }

    /// The formats that a comparison has a form of its own in; `None` for all others.
    fn special(
        &self,
        format: Format,
        out: &mut dyn Write,
        palette: report::Palette,
    ) -> Option<io::Result<()>> {
        let places = |schema: &ComparedSchema, pointer: &str| self.place(schema, pointer);
        match format {
            Format::Text => {
                let list_unasked = self.output.notes;
                let options =
                    TextOptions { palette, list_unasked, new: &self.new, places: &places };
                let written = render::text(&self.report, out, &options);
                Some(written.and_then(|()| waived::notices(&self.notices, out)))
            }
            Format::Json => Some(report::format::json::pretty(&self.report, out)),
            Format::Html => {
                let (new, notices) = (self.new.as_slice(), self.notices.as_slice());
                let page =
                    render::html(&self.report, &PageOptions { new, notices, places: &places });
                Some(page.map_err(io::Error::other).and_then(|page| out.write_all(page.as_bytes())))
            }
            Format::Markdown => Some(render::markdown(&self.report, &self.new, out)),
            _ => None,
        }
    }

    fn place(&self, schema: &ComparedSchema, pointer: &str) -> Option<(u64, u64)> {
        self.loaded(&schema.source)?.position(pointer)
    }

    fn loaded(&self, source: &str) -> Option<&Loaded> {
        self.schemas.iter().find(|loaded| loaded.source == source)
    }

    /// The comparison as findings, for the formats that render findings.
    fn as_findings(&self) -> Report {
        let mut collector = Collector::new(Settings {
            fail_on: self.output.fail_on.into(),
            list_notes: self.output.notes,
            limit: self.output.max_findings,
            // That nothing differs is an answer.
            allow_empty: true,
        });
        for pair in self.report.pairs() {
            collector.judged(self.judgement(pair));
        }
        self.notices.iter().for_each(|notice| collector.finding(notice.clone()));
        collector.finish(tool())
    }

    fn judgement(&self, pair: &ComparedPair<Value>) -> Judgement {
        let mut found = findings(pair, self.report.mode);
        found.iter_mut().for_each(|finding| self.mark(finding));
        Judgement {
            source: pair.new.source.clone(),
            contract: pair.contract.clone(),
            instances: 1,
            findings: found,
            ..Judgement::default()
        }
    }

    fn mark(&self, finding: &mut Finding) {
        let at = &mut finding.location;
        if let Some((line, column)) =
            self.loaded(&at.source).and_then(|loaded| loaded.position(&at.pointer))
        {
            (at.line, at.column) = (Some(line), Some(column));
        }
    }
}
