//! A finished report to standard output and to the files asked for.

use std::path::PathBuf;

use report::format::RenderOptions;
use report::{Exit, Format, Report, RuleHelp, render};
use validator::rules;

use crate::entry::output_failed;
use crate::groups::OutputArgs;
use crate::io::Io;

/// The outputs of a run, parsed before any work is done.
#[derive(Debug)]
pub struct Outputs {
    format: Format,
    files: Vec<(Format, PathBuf)>,
}

impl Outputs {
    /// Reads `--format` and every `--output FORMAT=PATH`.
    ///
    /// # Errors
    /// When a format is unknown or an output names no path.
    pub fn parse(args: &OutputArgs) -> Result<Self, String> {
        let format = Format::parse(&args.format).map_err(|error| error.to_string())?;
        let mut files = Vec::new();
        for output in &args.output {
            let split = output.split_once('=').filter(|(_, path)| !path.is_empty());
            let (name, path) =
                split.ok_or_else(|| format!("--output `{output}`: it is written FORMAT=PATH"))?;
            let format = Format::parse(name).map_err(|error| error.to_string())?;
            files.push((format, PathBuf::from(path)));
        }
        Ok(Outputs { format, files })
    }

    /// Writes the report everywhere; gives the run's exit code.
    pub fn write(&self, report: &Report, io: &mut Io<'_>) -> Exit {
        let mut exit = report.exit;
        for (format, path) in &self.files {
            let options = RenderOptions { colour: false, rules: &help };
            let written =
                report::write::atomic(path, |out| render(*format, &report.findings, out, &options));
            if let Err(error) = written {
                io.complain(error);
                exit = exit.combine(Exit::Io);
            }
        }
        let options = RenderOptions { colour: io.colour, rules: &help };
        match render(self.format, &report.findings, io.out, &options) {
            Ok(()) => exit,
            Err(error) => exit.combine(output_failed(&error, io)),
        }
    }
}

/// What a rule says of itself.
pub fn help(code: &str) -> Option<RuleHelp> {
    let known = rules::meta(code).map(|meta| RuleHelp {
        says: meta.says.into(),
        why: meta.why.into(),
        remedy: meta.remedy.into(),
    });
    known.or_else(|| report::waiver::help(code))
}

/// The program as reports name it.
#[must_use]
pub fn tool() -> contracts::toolkit::Tool {
    contracts::toolkit::Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
