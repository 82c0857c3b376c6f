//! The arguments of `ingest`, and what the environment adds to them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ingest::made::Immutable;
use ingest::run::MOST_WORKERS;

/// Which lanes are looked at, and when.
#[derive(Debug, Args)]
pub struct LaneArgs {
    /// The registry; without it that of the repository, else the one that this program carries.
    #[arg(long, value_name = "FILE")]
    pub registry: Option<PathBuf>,
    /// The repository root, for `file:` sources and for the default paths.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The time to judge by, RFC 3339 in UTC; without it the machine's.
    #[arg(long, value_name = "TIME", env = "RUNNER_STATUS_NOW_UTC", hide_env_values = true)]
    pub now_utc: Option<String>,
    /// The bound on a report's age in hours, instead of each lane's own; 72 at most on
    /// compatibility lanes.
    #[arg(long, value_name = "HOURS", env = "RUNNER_STATUS_MAX_AGE_HOURS", hide_env_values = true)]
    pub max_age_hours: Option<String>,
    /// Exit 5 when an active compatibility lane is stale or missing.
    #[arg(long)]
    pub enforce_freshness: bool,
    /// What is asked of releases that can still be changed.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = ImmutableArg::Off)]
    pub require_immutable: ImmutableArg,
    /// Fetch every artifact that a report names, and hold it against its digest.
    #[arg(long)]
    pub verify_artifacts: bool,
    /// Ask the forge which commit the release's tag stands for, and hold the report against it.
    #[arg(long)]
    pub verify_commit: bool,
    /// A registry without any runner is meant.
    #[arg(long)]
    pub allow_empty: bool,
}

/// Where the results go.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// The matrix [default: .artifacts/runner-status-matrix.json].
    #[arg(long, value_name = "FILE")]
    pub out_json: Option<PathBuf>,
    /// The matrix as Markdown [default: .artifacts/runner-status-matrix.md].
    #[arg(long, value_name = "FILE")]
    pub out_md: Option<PathBuf>,
    /// The matrix as a page [default: .artifacts/runner-status-matrix.html].
    #[arg(long, value_name = "FILE")]
    pub out_html: Option<PathBuf>,
    /// The log [default: .artifacts/runner-status-ingest-log.json].
    #[arg(long, value_name = "FILE")]
    pub log_json: Option<PathBuf>,
    /// A folder for one SVG badge a runner.
    #[arg(long, value_name = "DIR")]
    pub badges: Option<PathBuf>,
    /// A folder that keeps a dated snapshot of every matrix; the page shows the trend.
    #[arg(long, value_name = "DIR")]
    pub history: Option<PathBuf>,
    /// The matrix to show the difference to; without it the newest snapshot of the history.
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    /// What is printed at the end.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PrintArg::Text)]
    pub format: PrintArg,
    /// No line a runner, also on a terminal.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Where releases come from.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Record every answer in this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "replay")]
    pub record: Option<PathBuf>,
    /// Answer from a recording, without any network. Its registry and its time are the defaults.
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// An origin (`http://HOST:PORT`) that may be asked although it is not https or not public.
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// The environment variable that holds the token of an origin (`https://HOST=VARIABLE`).
    /// `GITHUB_TOKEN`, else `GH_TOKEN`, goes to the forge that `GITHUB_API_URL` names, else to
    /// `https://api.github.com`.
    #[arg(long, value_name = "ORIGIN=VARIABLE")]
    pub token_for: Vec<String>,
    /// Certificates (PEM) to trust beside the machine's own.
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// A proxy; the environment's is not used.
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// The folder of the entity-tag cache [default: .artifacts/ingest-cache].
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub cache: Option<PathBuf>,
    /// Keep no cache.
    #[arg(long)]
    pub no_cache: bool,
    /// How many lanes are looked at at once, 8 at most.
    #[arg(long, value_name = "N", default_value_t = MOST_WORKERS)]
    pub workers: usize,
    /// How long the run may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub deadline: u64,
    /// The most bytes of a report.
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 20)]
    pub max_report_size: u64,
}

/// What is asked of releases that can still be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImmutableArg {
    /// Nothing; the row shows it.
    Off,
    /// A warning.
    Warn,
    /// Exit 5.
    Require,
}

impl From<ImmutableArg> for Immutable {
    fn from(asked: ImmutableArg) -> Self {
        match asked {
            ImmutableArg::Off => Immutable::Off,
            ImmutableArg::Warn => Immutable::Warn,
            ImmutableArg::Require => Immutable::Require,
        }
    }
}

/// What is printed at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PrintArg {
    /// A table.
    Text,
    /// The matrix.
    Json,
    /// The matrix as Markdown.
    Markdown,
}

/// A value that a workflow may hand over empty: then it was not given.
pub fn given(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|text| !text.is_empty())
}

/// The bound in hours.
///
/// # Errors
/// It is no whole number from 1 on.
pub fn hours(value: Option<&str>) -> Result<Option<u32>, String> {
    let Some(text) = given(value) else { return Ok(None) };
    match text.parse::<u32>() {
        Ok(hours) if hours > 0 => Ok(Some(hours)),
        _ => Err(format!("--max-age-hours `{text}`: it is a whole number of hours, 1 or more")),
    }
}
