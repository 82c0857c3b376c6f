//! `validate`: judge files, folders or standard input.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;

use catalog::Reference;
use clap::Args;
use report::{Collector, Exit, FailOn, Settings};
use validator::context::Context;
use validator::examine::Options;
use validator::inputs;
use validator::read::Format;

use super::validate_stream::StreamArgs;
use crate::groups::{ClockArgs, LimitArgs, OutputArgs, RoleArg};
use crate::input::watch_interruption;
use crate::io::Io;
use crate::output::{Outputs, tool};
use crate::reference;
use crate::root::Files;
use crate::waivers::WaiverArgs;

/// Judge documents and streams by their contract.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// Files, folders, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// A run that finds no document is meant, and clean.
    #[arg(long)]
    allow_empty: bool,
    #[command(flatten)]
    judge: JudgeArgs,
}

impl ValidateArgs {
    /// Judges every input; the report goes to standard output.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        self.judge.run(&self.paths, self.allow_empty, io)
    }
}

/// Judge one document on standard input: the form in which runners are asked to judge a case
/// (`specs/02_contracts/runner_protocol_v1.md`). Its answer is JSON and lists notes too.
#[derive(Debug, Args)]
#[command(mut_arg("format", |format| format.default_value("json")))]
#[command(mut_arg("notes", |notes| notes.default_value("true")))]
pub struct ReportArgs {
    #[command(flatten)]
    judge: JudgeArgs,
}

impl ReportArgs {
    /// Judges standard input.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        self.judge.run(&[PathBuf::from("-")], false, io)
    }
}

/// How to judge, whatever is judged.
#[derive(Debug, Args)]
pub struct JudgeArgs {
    /// What every input is: `ID`, `ID@vN`, `ID@vN.REV`; without it the signature tells.
    #[arg(long, value_name = "ID[@VERSION]")]
    contract: Option<String>,
    /// Dual read: judge every document by whichever of these versions it names (`v1,v2`); another
    /// one is an error. One that names no version needs to be fine by one of them.
    #[arg(long, value_name = "VERSION,VERSION", value_delimiter = ',')]
    accept: Vec<String>,
    /// Read every input as NDJSON, one document a line.
    #[arg(long)]
    pub(super) ndjson: bool,
    /// Whose eyes to judge with.
    #[arg(long = "as", value_enum, default_value_t = RoleArg::Producer)]
    role: RoleArg,
    /// A member that the version does not name is an error.
    #[arg(long)]
    strict: bool,
    /// What the documents answer: `mutation` for a request that changes something.
    #[arg(long, value_parser = ["mutation"])]
    context: Option<String>,
    /// Records as a store keeps them.
    #[arg(long)]
    persisted: bool,
    /// The repository root that paths in contract files refer to.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// An origin beside https that release URLs may have; may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Report an execution id that stands on different contents across the run's documents.
    #[arg(long)]
    check_unique: bool,
    /// How many finished jobs or ids are remembered.
    #[arg(long, value_name = "N", default_value_t = 500_000)]
    pub(super) remember_jobs: usize,
    #[command(flatten)]
    stream: StreamArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    waivers: WaiverArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl JudgeArgs {
    /// Judges every input behind the paths; the report goes to standard output.
    pub fn run(&self, paths: &[PathBuf], allow_empty: bool, io: &mut Io<'_>) -> Exit {
        let prepared = self.prepare();
        let (outputs, contract, files) = match prepared {
            Ok(prepared) => prepared,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let context = self.context(files.as_ref());
        let stop = Arc::clone(&io.stop);
        if let Err(error) = watch_interruption(&stop) {
            io.complain(error);
            return Exit::Bug;
        }
        let options = Options {
            contract,
            context,
            limits: self.limits.limits(),
            unique: self.check_unique,
            stream: self.stream.settings(
                self.streams(paths),
                self.remember_jobs,
                self.output.notes,
                &stop,
            ),
        };
        let fail_on = FailOn::from(self.output.fail_on);
        if self.stream.to_summary() {
            return self.one_stream(paths, &options, fail_on, io);
        }
        let settings = Settings {
            fail_on,
            list_notes: self.output.notes,
            limit: self.output.max_findings,
            allow_empty,
        };
        self.report(paths, &options, settings, &outputs, io)
    }

    /// Whether there can be a stream among the inputs. A file of another name is none.
    fn streams(&self, paths: &[PathBuf]) -> bool {
        let document = |path: &PathBuf| {
            let format = Format::of_name(&path.to_string_lossy());
            format != Some(Format::Ndjson) && !path.is_dir()
        };
        self.ndjson || self.stream.to_summary() || !matches!(paths, [one] if document(one))
    }

    fn one_stream(
        &self,
        paths: &[PathBuf],
        options: &Options<'_>,
        fail_on: FailOn,
        io: &mut Io<'_>,
    ) -> Exit {
        if self.waivers.waivers.is_some() {
            io.complain("--range, --summary and --follow take no waivers");
            return Exit::Usage;
        }
        match paths {
            [path] => self.stream.run(path, options, fail_on.level(), io),
            _ => {
                io.complain("--range, --summary and --follow judge one stream");
                Exit::Usage
            }
        }
    }

    fn report(
        &self,
        paths: &[PathBuf],
        options: &Options<'_>,
        settings: Settings,
        outputs: &Outputs,
        io: &mut Io<'_>,
    ) -> Exit {
        let inputs = inputs::expand(paths);
        if inputs.is_empty() && !settings.allow_empty {
            io.complain(
                "no document was found: folders are searched for .json, .yaml, .yml, .ndjson and .jsonl \
                 files, plain or as .gz or .zst; --allow-empty says that none is meant",
            );
        }
        let mut collector = Collector::new(settings);
        match self.waivers.book(self.clock.now_utc, io) {
            Ok(Some(book)) => collector = collector.with_waivers(book),
            Ok(None) => {}
            Err(exit) => return exit,
        }
        self.judge_all(&inputs, options, &mut collector, io);
        // The process ends after the run: nor are its findings taken apart.
        let report = ManuallyDrop::new(collector.finish(tool()));
        outputs.write(&report, io)
    }

    fn context<'c>(&'c self, files: Option<&'c Files>) -> Context<'c> {
        Context {
            role: self.role.into(),
            strict: self.strict,
            mutation: self.context.is_some(),
            persisted: self.persisted,
            accepted: &self.accept,
            now: self.clock.now_utc,
            root: files.map(|files| files as _),
            allowed_origins: &self.allow_origin,
            ..Context::default()
        }
    }

    fn prepare(&self) -> Result<(Outputs, Option<Reference>, Option<Files>), String> {
        let outputs = Outputs::parse(&self.output)?;
        let contract = self.contract.as_deref().map(reference::parse).transpose()?;
        self.can_accept(contract.as_ref())?;
        let files = match &self.root {
            Some(root) if !root.is_dir() => {
                return Err(format!("--root {}: no such folder", root.display()));
            }
            root => root.clone().map(Files::new),
        };
        Ok((outputs, contract, files))
    }

    /// What `--accept` names has to be there: in the contract that was named, else in any.
    fn can_accept(&self, contract: Option<&Reference>) -> Result<(), String> {
        if let Some(version) = contract.filter(|c| c.version.is_some() && !self.accept.is_empty()) {
            return Err(format!("--contract {version} names one version, --accept several"));
        }
        for name in &self.accept {
            let known = match contract {
                Some(of) => {
                    reference::parse(&format!("{}@{name}", of.contract.id)).map(|_| true)?
                }
                None => catalog::contracts::all().any(|of| Reference::within(of, name).is_some()),
            };
            if !known {
                return Err(format!("--accept {name}: no contract has a version of that name"));
            }
        }
        Ok(())
    }
}
