//! Groups of arguments that several commands share, flattened into each.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use validator::context::Role;
use validator::read::Limits;

/// How much is taken from an unknown sender.
#[derive(Debug, Args)]
pub struct LimitArgs {
    /// The most bytes of a file, after decompression.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_bytes)]
    pub max_size: usize,
    /// The most bytes of an NDJSON line.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_line)]
    pub max_line: usize,
    /// The deepest nesting.
    #[arg(long, value_name = "LEVELS", default_value_t = Limits::default().max_depth)]
    pub max_depth: usize,
}

impl LimitArgs {
    /// The reading limits.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { max_bytes: self.max_size, max_line: self.max_line, max_depth: self.max_depth }
    }
}

/// Where the report goes.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// The form of the report on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: String,
    /// A further report, `FORMAT=PATH`; may be given several times.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub output: Vec<String>,
    /// The level from which on a finding fails the run.
    #[arg(long, value_enum, default_value_t = FailOnArg::Error)]
    pub fail_on: FailOnArg,
    /// List notes too; without it they are only counted.
    #[arg(long)]
    pub notes: bool,
    /// The most findings that a report lists; the rest is counted.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub max_findings: usize,
}

/// A level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOnArg {
    /// Errors only.
    Error,
    /// Warnings too.
    Warning,
}

impl From<FailOnArg> for report::FailOn {
    fn from(level: FailOnArg) -> Self {
        match level {
            FailOnArg::Error => report::FailOn::Error,
            FailOnArg::Warning => report::FailOn::Warning,
        }
    }
}

/// The clock.
#[derive(Debug, Args)]
pub struct ClockArgs {
    /// The time to judge by, RFC 3339 in UTC; without it no rule knows the time.
    #[arg(long, value_name = "TIME", value_parser = utc)]
    pub now_utc: Option<Timestamp>,
}

/// The repository that contract paths refer to.
#[derive(Debug, Args)]
pub struct RootArgs {
    /// The repository root that paths in contract files refer to.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Whose eyes a document is judged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// As somebody's output: known values only.
    Producer,
    /// As a reader meets it: what a reader must tolerate is a note.
    Consumer,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Producer => Role::Producer,
            RoleArg::Consumer => Role::Consumer,
        }
    }
}

/// A time in UTC: `Z` or `+00:00`.
fn utc(text: &str) -> Result<Timestamp, String> {
    let zone = text.ends_with(['Z', 'z']) || text.ends_with("+00:00");
    let time = text.parse::<Timestamp>().map_err(|error| error.to_string())?;
    if zone { Ok(time) } else { Err("the time must be in UTC: end it with `Z`".to_owned()) }
}
