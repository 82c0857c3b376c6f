//! `enrichment`: a cron report as `cc-run` made it against the one that `cc-agent` forwarded.

use std::path::{Path, PathBuf};

use catalog::Reference;
use clap::Args;
use contracts::toolkit::Finding;
use report::{Collector, Exit, Judgement, Settings};
use validator::read::{self, Document, Format, Limits};
use validator::rules;

use crate::groups::OutputArgs;
use crate::io::Io;
use crate::output::{Outputs, tool};

const CODE: &str = "cron/enrichment-altered";

/// Compare a cron report as it was made with the same report as it was forwarded.
#[derive(Debug, Args)]
pub struct EnrichmentArgs {
    /// The report as `cc-run` made it.
    before: PathBuf,
    /// The report as `cc-agent` forwarded it.
    after: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
}

impl EnrichmentArgs {
    /// Prints what the forwarding changed.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let outputs = match Outputs::parse(&self.output) {
            Ok(outputs) => outputs,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let mut collector = Collector::new(Settings {
            fail_on: self.output.fail_on.into(),
            list_notes: self.output.notes,
            limit: self.output.max_findings,
            allow_empty: false,
        });
        match (load(&self.before), load(&self.after)) {
            (Ok(before), Ok(after)) => {
                for judgement in compare((&self.before, before), (&self.after, after)) {
                    collector.judged(judgement);
                }
            }
            (before, after) => {
                for (path, result) in [(&self.before, before), (&self.after, after)] {
                    if let Err(error) = result {
                        io.complain(format_args!("{}: {error}", path.display()));
                        collector.not_judged(path.to_string_lossy(), Exit::Io, error.to_string());
                    }
                }
            }
        }
        outputs.write(&collector.finish(tool()), io)
    }
}

fn load(path: &Path) -> std::io::Result<Document<'static>> {
    let bytes = std::fs::read(path)?;
    let format = Format::detect(&path.to_string_lossy(), &bytes);
    Ok(read::read(bytes, format, &Limits::default()))
}

/// Reading faults of both sides, then what the rule says of the forwarded one.
fn compare(
    (before_path, mut before): (&Path, Document<'static>),
    (after_path, mut after): (&Path, Document<'static>),
) -> Vec<Judgement> {
    let before_findings = std::mem::take(&mut before.findings);
    let mut after_findings = std::mem::take(&mut after.findings);
    if let (Some(made), Some(forwarded), Some(rule)) =
        (&before.value, &after.value, rules::pair(CODE))
    {
        let mut found = rule(made, forwarded);
        found.iter_mut().for_each(|finding| after.place(finding));
        after_findings.extend(found);
    }
    vec![judgement(before_path, before_findings), judgement(after_path, after_findings)]
}

fn judgement(path: &Path, mut findings: Vec<Finding>) -> Judgement {
    let source = path.to_string_lossy().into_owned();
    findings.iter_mut().for_each(|finding| finding.location.source.clone_from(&source));
    let contract = Reference::parse("cron/execution-report").ok().map(|found| found.to_string());
    Judgement { source, contract, instances: 1, findings, ..Judgement::default() }
}
