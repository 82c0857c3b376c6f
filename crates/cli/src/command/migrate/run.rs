//! `migrate --to VERSION FILE…`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use compat::migration::Book;
use report::{Collector, Exit, Format, RenderOptions, Report, Settings, render};
use validator::inputs;
use validator::judge::Judge;

use super::inputs::{Done, Reading, Undone, migrate};
use super::one::Wanted;
use super::outputs::{TargetArgs, write};
use crate::entry::output_failed;
use crate::groups::LimitArgs;
use crate::io::Io;
use crate::output::{help, tool};
use crate::reference;

/// Turn documents of one version into documents of another.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Files, folders, or `-` for standard input: JSON, YAML or NDJSON.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The version that the documents are to have: `v1`, or a revision.
    #[arg(long, value_name = "VERSION", required = true)]
    to: Option<String>,
    /// What every input is: `ID`, `ID@vN`, `ID@REV`; without it the signature tells, and the
    /// document its version.
    #[arg(long, value_name = "ID[@VERSION]")]
    contract: Option<String>,
    /// Read every input as NDJSON, one document a line.
    #[arg(long)]
    ndjson: bool,
    #[command(flatten)]
    target: TargetArgs,
    /// The form of the report on documents that were not migrated.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: String,
    #[command(flatten)]
    limits: LimitArgs,
}

impl RunArgs {
    /// Migrates every file, or writes nothing.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self.all(io) {
            Ok(exit) => exit,
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn all(&self, io: &mut Io<'_>) -> Result<Exit, (Exit, String)> {
        let usage = |why: String| (Exit::Usage, why);
        let format = Format::parse(&self.format).map_err(|error| usage(error.to_string()))?;
        let contract = self.contract.as_deref().map(reference::parse).transpose().map_err(usage)?;
        let to = self.to.as_deref().unwrap_or_default();
        if let Some(contract) = contract {
            reference::parse(&format!("{}@{to}", contract.contract.id)).map_err(usage)?;
        }
        let book = Book::embedded().map_err(|faults| {
            let first = faults.first().map(|fault| format!("{}: {}", fault.path, fault.message));
            (Exit::Bug, first.unwrap_or_default())
        })?;
        let judge = Judge::new();
        let wanted = Wanted { book: &book, judge: &judge, contract, to };
        let reading = Reading { ndjson: self.ndjson, limits: self.limits.limits() };
        let inputs = inputs::expand(&self.paths);
        if inputs.is_empty() {
            return Err(usage("no document was found".to_owned()));
        }
        let files: Vec<Done> =
            inputs.iter().map(|input| migrate(input, &wanted, &reading, io)).collect();
        let targets = self.target.plan(&files).map_err(usage)?;
        if files.iter().any(|file| file.result.is_err()) {
            return Ok(self.refuse(files, format, io));
        }
        self.target.prepare().map_err(|why| (Exit::Io, why))?;
        Ok(finish(&files, &targets, &book, io))
    }

    /// Says why nothing was written. Beside documents on standard output the report goes to
    /// standard error, so that whoever reads them never reads it.
    fn refuse(&self, files: Vec<Done>, format: Format, io: &mut Io<'_>) -> Exit {
        let mut collector = Collector::new(Settings::default());
        let mut cannot = Vec::new();
        for file in files {
            match file.result {
                Ok(_) => {}
                Err(Undone::Judged(judgement)) => {
                    collector.judged(judgement);
                }
                Err(Undone::Cannot(exit, why)) => {
                    cannot.push((exit, file.name, why));
                }
            }
        }
        let worst = cannot.iter().map(|(exit, ..)| *exit).collect::<Exit>();
        for (_, name, why) in &cannot {
            io.complain(format_args!("{}: {why}", report::visible::visible(name)));
        }
        let report = collector.finish(tool());
        let told = if report.findings.findings.is_empty() {
            Exit::Clean
        } else {
            report.exit.combine(self.tell(&report, format, io))
        };
        io.say("nothing was written");
        worst.combine(told)
    }

    fn tell(&self, report: &Report, format: Format, io: &mut Io<'_>) -> Exit {
        let options = RenderOptions { colour: false, rules: &help };
        let out = if self.target.to_stdout() { &mut *io.err } else { &mut *io.out };
        match render(format, &report.findings, out, &options) {
            Ok(()) => Exit::Clean,
            Err(error) => output_failed(&error, io),
        }
    }
}

fn finish(files: &[Done], targets: &[Option<PathBuf>], book: &Book, io: &mut Io<'_>) -> Exit {
    let mut exit = Exit::Clean;
    let (mut documents, mut changed) = (0, 0);
    let mut by = BTreeSet::new();
    for (file, target) in files.iter().zip(targets) {
        let Ok(written) = &file.result else { continue };
        exit = exit.combine(write(written, target.as_deref(), file.path.as_deref(), io));
        documents += written.documents;
        changed += written.changed;
        by.extend(written.by.iter());
        if written.comments {
            let name = report::visible::visible(&file.name);
            io.say(format_args!("{name}: its comments are not kept"));
        }
    }
    for entry in book.entries().iter().filter(|entry| by.contains(&entry.path)) {
        io.say(format_args!("by {}: {}", entry.path, entry.says()));
    }
    let s = if documents == 1 { "" } else { "s" };
    io.say(format_args!("{documents} document{s}, {changed} changed"));
    if documents == 0 { exit.combine(Exit::Usage) } else { exit }
}
