//! `compat history ID`: which reader reads which writer, over all versions of a contract.

use std::io::{self, Write};

use clap::Args;
use compat::history::{HistoryError, SemanticBook, history, html, markdown, text};
use contracts::toolkit::CompatHistory;
use report::{Collector, Exit, Format, Settings};
use serde_json::Value;
use validator::judge::Judge;

use super::args::WorldArg;
use crate::groups::OutputArgs;
use crate::io::Io;
use crate::output::{Outputs, tool};
use crate::reference;

/// Which reader of a contract reads which writer, over all its versions: a matrix with the
/// document behind every cell that is not read. What was published is a fact, so that the exit
/// code is 0 whatever the matrix shows.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// The contract, `family/name`.
    #[arg(value_name = "ID")]
    id: String,
    /// What the writing side may emit.
    #[arg(long, value_enum, default_value_t = WorldArg::EmittedOnly)]
    world: WorldArg,
    #[command(flatten)]
    output: OutputArgs,
}

/// The forms that a history has.
const FORMATS: [&str; 4] = ["text", "json", "markdown", "html"];

impl HistoryArgs {
    /// Writes the history everywhere.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self.told() {
            Ok((history, outputs)) => {
                let quiet = Settings { allow_empty: true, ..Settings::default() };
                let clean = Collector::new(quiet).finish(tool());
                outputs.write_with(&clean, io, &|format, out, _| written(&history, format, out))
            }
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn told(&self) -> Result<(CompatHistory<Value>, Outputs), (Exit, String)> {
        let usage = |why: String| (Exit::Usage, why);
        let outputs = Outputs::parse(&self.output).map_err(usage)?;
        let named = |output: &'_ String| output.split('=').next().unwrap_or_default().to_owned();
        let asked = self.output.output.iter().map(named).chain([self.output.format.clone()]);
        if let Some(other) = asked.into_iter().find(|format| !FORMATS.contains(&format.as_str())) {
            let why = format!("a history has no form in {other}; it has {}", FORMATS.join(", "));
            return Err(usage(why));
        }
        let reference = reference::parse(&self.id).map_err(usage)?;
        if reference.version.is_some() {
            let why = format!("a history is of all versions: name {}", reference.contract.id);
            return Err(usage(why));
        }
        let book = SemanticBook::embedded().map_err(|faults| {
            let first = faults.first().map(|fault| format!("{}: {}", fault.path, fault.message));
            (Exit::Bug, first.unwrap_or_default())
        })?;
        let judge = Judge::new();
        let told = history(reference.contract, self.world.into(), &book, &judge, tool());
        let told = told.map_err(|error: HistoryError| (Exit::Bug, error.to_string()))?;
        Ok((told, outputs))
    }
}

fn written(
    history: &CompatHistory<Value>,
    format: Format,
    out: &mut dyn Write,
) -> Option<io::Result<()>> {
    Some(match format {
        Format::Text => text(history, out),
        Format::Json => report::format::json::pretty(history, out),
        Format::Markdown => markdown(history, out),
        Format::Html => {
            html(history).map_err(io::Error::other).and_then(|page| out.write_all(page.as_bytes()))
        }
        _ => return None,
    })
}
