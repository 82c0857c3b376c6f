//! `check`: what a contract author runs before pushing.

use std::path::Path;

use catalog::tree::{CATALOG_PATH, REGISTRY_PATH};
use clap::Args;
use report::{Collector, Exit, Settings};
use validator::context::Context;
use validator::examine::{self, Examined, Options};
use validator::judge::Judge;
use validator::read::Limits;

use super::{check_policies, compat, fixtures, migrate, schema};
use crate::groups::RootArgs;
use crate::io::Io;
use crate::output::tool;
use crate::root::{self, Files};

/// Everything a contract author runs before pushing.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    root: RootArgs,
    /// Only the step of that name.
    #[arg(long, value_name = "STEP", value_parser = STEPS.map(|(name, _)| name))]
    step: Option<String>,
}

type Step = fn(&Path, &mut Io<'_>) -> Exit;

/// The steps by name, in order.
pub const STEPS: [(&str, Step); 7] = [
    ("schemas", schemas),
    ("fixtures", |root, io| fixtures::check(root, false, io)),
    ("pins", |root, io| instance(root, CATALOG_PATH, "runner/schema-catalog", io)),
    ("registry", |root, io| instance(root, REGISTRY_PATH, "runner/certification-registry", io)),
    ("migrations", migrate::check::check),
    ("policies", check_policies::run),
    ("semantic", compat::semantic::check),
];

impl CheckArgs {
    /// Runs every step, also after a failed one, and sums up.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let root = match root::find(self.root.root.as_deref()) {
            Ok(root) => root,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let mut summary = Vec::new();
        for (name, step) in STEPS {
            if self.step.as_deref().is_none_or(|only| only == name) {
                let exit = step(&root, io);
                summary.push((name, exit));
            }
        }
        for (name, exit) in &summary {
            let word = if *exit == Exit::Clean { "ok" } else { exit.name() };
            if writeln!(io.out, "{name:<12} {word}").is_err() {
                break;
            }
        }
        summary.into_iter().map(|(_, exit)| exit).collect()
    }
}

/// Types, schema files, pins and conformance cases say the same.
fn schemas(root: &Path, io: &mut Io<'_>) -> Exit {
    match schema::drift_of(root) {
        Ok((_, drifts, problems)) if drifts.is_empty() && problems.is_empty() => Exit::Clean,
        Ok((_, drifts, problems)) => {
            let shown = schema::show(&drifts, &problems, io);
            shown.map_or_else(|error| crate::entry::output_failed(&error, io), |()| Exit::Findings)
        }
        Err(error) => {
            io.complain(format_args!("cannot read the tree: {error}"));
            Exit::Io
        }
    }
}

/// One of our own instances, with what it refers to.
pub(super) fn instance(root: &Path, path: &str, contract: &str, io: &mut Io<'_>) -> Exit {
    let bytes = match std::fs::read(root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            io.complain(format_args!("{path}: {error}"));
            return Exit::Io;
        }
    };
    let files = Files::new(root.to_path_buf());
    let context = Context { root: Some(&files), ..Context::default() };
    let contract = catalog::Reference::parse(contract).ok();
    let options = Options {
        contract,
        context,
        limits: Limits::default(),
        unique: false,
        stream: validator::stream::Settings::default(),
    };
    let mut collector = Collector::new(Settings::default());
    match examine::named(&Judge::new(), path, &bytes, &options) {
        Examined::Judged(judgement, _) => {
            collector.judged(judgement);
        }
        Examined::NotJudged(exit, why) => collector.not_judged(path, exit, why),
    }
    let report = collector.finish(tool());
    if report.exit != Exit::Clean {
        let options = report::RenderOptions { colour: io.colour, rules: &crate::output::help };
        if let Err(error) = report::render(report::Format::Text, &report.findings, io.out, &options)
        {
            return report.exit.combine(crate::entry::output_failed(&error, io));
        }
    }
    report.exit
}
