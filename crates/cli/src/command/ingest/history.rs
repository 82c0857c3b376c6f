//! `ingest history`: the trend of each lane over kept snapshots.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ingest::history;
use ingest::render::trend;
use report::Exit;
use validator::judge::Judge;

use crate::entry::output_failed;
use crate::io::Io;

/// Show the trend of each lane over the snapshots of a folder.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// The folder that `ingest --history` keeps snapshots in.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What is printed.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FormatArg::Text)]
    format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// One line a lane, one sign a snapshot.
    Text,
    /// Times and points.
    Json,
}

impl HistoryArgs {
    /// Prints the trend; files that are no snapshot are named on standard error.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        if !self.folder.is_dir() {
            io.complain(format_args!("{}: no such folder", self.folder.display()));
            return Exit::Io;
        }
        let history = history::read(&self.folder, None, &Judge::new());
        for (name, why) in &history.passed_over {
            io.say(format_args!("note: {name} is passed over: {why}"));
        }
        if history.times.is_empty() {
            io.complain(format_args!("{} holds no snapshot", self.folder.display()));
            return Exit::Usage;
        }
        let text = match self.format {
            FormatArg::Text => trend::text(&history).into_bytes(),
            FormatArg::Json => ingest::documents::json(&history).unwrap_or_default(),
        };
        match io.out.write_all(&text) {
            Ok(()) => Exit::Clean,
            Err(error) => output_failed(&error, io),
        }
    }
}
