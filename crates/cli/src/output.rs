//! A finished report to standard output and to the files asked for.

use std::io::{self, Write};
use std::path::PathBuf;

use report::format::RenderOptions;
use report::{Exit, Format, Report, RuleHelp, render};
use validator::rules;

use crate::entry::output_failed;
use crate::groups::OutputArgs;
use crate::io::Io;

/// Writes a report in a form of its own; `None` where it has none in that format.
pub type Special<'s> =
    dyn Fn(Format, &mut dyn Write, report::Palette) -> Option<io::Result<()>> + 's;

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
        self.write_with(report, io, &|_, _, _| None)
    }

    /// [`Outputs::write`] for a report that has forms of its own in some formats.
    pub fn write_with(&self, report: &Report, io: &mut Io<'_>, special: &Special<'_>) -> Exit {
        let mut exit = report.exit;
        for (format, path) in &self.files {
            let options = RenderOptions { colour: false, rules: &help };
            let written = report::write::atomic(path, |out| {
                special(*format, out, report::Palette::plain())
                    .unwrap_or_else(|| render(*format, &report.findings, out, &options))
            });
            if let Err(error) = written {
                io.complain(error);
                exit = exit.combine(Exit::Io);
            }
        }
        let options = RenderOptions { colour: io.colour, rules: &help };
        let palette = io.palette();
        let written = special(self.format, io.out, palette);
        let written =
            written.unwrap_or_else(|| render(self.format, &report.findings, io.out, &options));
        match written {
            Ok(()) => exit,
            Err(error) => exit.combine(output_failed(&error, io)),
        }
    }
}

/// What a rule says of itself.
pub fn help(code: &str) -> Option<RuleHelp> {
    let policy = || compat::policy::RULES.iter().find(|meta| meta.code == code).copied();
    let known = rules::meta(code).or_else(policy).map(|meta| RuleHelp {
        says: meta.says.into(),
        why: meta.why.into(),
        remedy: meta.remedy.into(),
    });
    let known = known.or_else(|| report::waiver::help(code));
    known.or_else(|| {
        let known = compat::kinds::explained(code)?;
        let (says, why) = (known.says.into(), known.why.into());
        Some(RuleHelp { says, why, remedy: known.remedy.into() })
    })
}

/// The program as reports name it.
#[must_use]
pub fn tool() -> contracts::toolkit::Tool {
    contracts::toolkit::Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
