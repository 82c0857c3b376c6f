//! `gate`: may this merge go on, by the status matrix?

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ingest::gate::{self, GateOptions, Verdict};
use ingest::render::verdict;
use jiff::Timestamp;
use report::Exit;
use report::clock::parse_utc;
use validator::judge::Judge;

use crate::entry::output_failed;
use crate::io::Io;
use crate::pace::now;

/// Exit 5 when a required lane blocks, or the matrix cannot be believed.
#[derive(Debug, Args)]
pub struct GateArgs {
    /// The matrix.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    /// An older matrix: no required lane may have vanished or been demoted since.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// The time to judge by, RFC 3339 in UTC; without it the machine's.
    #[arg(long, value_name = "TIME", value_parser = utc)]
    now_utc: Option<Timestamp>,
    /// The bound on the age of the matrix and of its reports in hours, instead of the lanes' own.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(1..))]
    max_age_hours: Option<u32>,
    /// What is printed.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FormatArg::Text)]
    format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// A message for people.
    Text,
    /// The verdict as an object.
    Json,
    /// The message, and an annotation for workflow logs.
    Github,
}

impl GateArgs {
    /// Prints the verdict.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let against = self.against.as_deref().map(load).transpose();
        let (matrix, against) = match (load(&self.matrix), against) {
            (Ok(matrix), Ok(against)) => (matrix, against),
            (Err(why), _) | (_, Err(why)) => {
                io.complain(why);
                return Exit::Io;
            }
        };
        let options = GateOptions {
            now: self.now_utc.unwrap_or_else(now),
            max_age_hours: self.max_age_hours,
        };
        let verdict = gate::gate(&matrix, against.as_deref(), &Judge::new(), options);
        let exit = if verdict.is_open() { Exit::Clean } else { Exit::Policy };
        match io.out.write_all(&self.text(&verdict)) {
            Ok(()) => exit,
            Err(error) => exit.combine(output_failed(&error, io)),
        }
    }

    fn text(&self, verdict: &Verdict) -> Vec<u8> {
        let message = verdict::message(verdict);
        match self.format {
            FormatArg::Text => message.into_bytes(),
            FormatArg::Json => ingest::documents::json(verdict).unwrap_or_default(),
            FormatArg::Github => annotated(&message, verdict.is_open()).into_bytes(),
        }
    }
}

fn load(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn utc(text: &str) -> Result<Timestamp, String> {
    parse_utc(text).map_err(|error| error.to_string())
}

/// The message with a workflow command before it; line ends and `%` mean something there.
fn annotated(message: &str, open: bool) -> String {
    let escaped = message.trim_end().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let level = if open { "notice" } else { "error" };
    format!("::{level} title=Runner status gate::{escaped}\n")
}
