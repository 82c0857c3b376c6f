//! The files of one folder that people write for the toolkit: each judged strictly by its
//! contract, so that what is wrong with one is told at its place.

use catalog::Reference;
use catalog::tree::Tree;
use contracts::toolkit::{Finding, Severity};
use report::{Collector, Exit, RenderOptions, Settings, render};
use serde_json::Value;
use validator::context::Context;
use validator::examine::{self, Examined, Options};
use validator::judge::Judge;
use validator::read::{self, Format, Limits};

use crate::entry::output_failed;
use crate::io::Io;
use crate::output::{help, tool};

/// The sound files of a folder by their paths, and what there is to say of the others.
#[derive(Debug)]
pub struct OperatorFiles<'t> {
    tree: &'t Tree,
    collector: Collector,
    /// Each sound file's path and value.
    pub values: Vec<(String, Value)>,
}

/// What is wrong with a file beyond what its schema says.
#[derive(Debug)]
pub struct Fault {
    /// The file.
    pub path: String,
    /// Where in it.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl<'t> OperatorFiles<'t> {
    /// Reads and judges every file below the folder.
    #[must_use]
    pub fn read(tree: &'t Tree, folder: &str, contract: &str, judge: &Judge) -> Self {
        let options = Options {
            contract: Reference::parse(contract).ok(),
            context: Context::default(),
            limits: Limits::default(),
            unique: false,
            stream: validator::stream::Settings::default(),
        };
        let mut collector = Collector::new(Settings { allow_empty: true, ..Settings::default() });
        let mut values = Vec::new();
        for (path, bytes) in tree.iter().filter(|(path, _)| path.starts_with(folder)) {
            match examine::named(judge, path, bytes, &options) {
                Examined::Judged(judgement, _) => {
                    let sound = examine::accepted(&judgement.findings, Severity::Error);
                    collector.judged(judgement);
                    values.extend(value(path, bytes).filter(|_| sound).map(|v| (path.clone(), v)));
                }
                Examined::NotJudged(exit, why) => collector.not_judged(path.clone(), exit, why),
            }
        }
        OperatorFiles { tree, collector, values }
    }

    /// Adds a fault under a rule's code.
    pub fn fault(&mut self, code: &'static str, fault: Fault) {
        let mut finding = Finding::new(code, Severity::Error, fault.message).at(fault.pointer);
        finding.remedy = validator::rules::meta(code).map(|meta| meta.remedy.to_owned());
        let bytes = self.tree.get(&fault.path).map(Vec::as_slice).unwrap_or_default();
        read::read(bytes, Format::Yaml, &Limits::default()).place(&mut finding);
        finding.location.source = fault.path;
        self.collector.finding(finding);
    }

    /// Tells what was found, where there is something to tell; gives the exit code.
    pub fn tell(self, io: &mut Io<'_>) -> Exit {
        let report = self.collector.finish(tool());
        if report.exit == Exit::Clean {
            return Exit::Clean;
        }
        let options = RenderOptions { colour: io.colour, rules: &help };
        match render(report::Format::Text, &report.findings, io.out, &options) {
            Ok(()) => report.exit,
            Err(error) => report.exit.combine(output_failed(&error, io)),
        }
    }
}

/// The value of a file, when it has one.
#[must_use]
pub fn value(path: &str, bytes: &[u8]) -> Option<Value> {
    read::read(bytes, Format::detect(path, bytes), &Limits::default()).value
}
