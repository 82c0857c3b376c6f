//! `ingest`: runner releases to a status matrix.

pub mod args;
pub mod certificates;
pub mod history;
pub mod plan;
pub mod recorded;
pub mod run;
pub mod sources;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use report::Exit;

use crate::io::Io;

/// Look at the newest release of every registered runner and write the status matrix.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct IngestArgs {
    #[command(subcommand)]
    action: Option<IngestCommand>,
    #[command(flatten)]
    lanes: args::LaneArgs,
    #[command(flatten)]
    targets: args::TargetArgs,
    #[command(flatten)]
    sources: args::SourceArgs,
    /// A folder of certificates, as `runner-certify` names them; without it those that the
    /// releases carry are looked at.
    #[arg(long, value_name = "DIR")]
    certificates: Option<PathBuf>,
    /// Whose signatures on certificates are believed.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
}

/// What else can be done with matrices.
#[derive(Debug, Subcommand)]
pub enum IngestCommand {
    /// Show the trend of each lane over the snapshots of a folder.
    History(history::HistoryArgs),
}

impl IngestArgs {
    /// Runs the ingest, or the subcommand.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match &self.action {
            Some(IngestCommand::History(args)) => args.run(io),
            None => run::run(self, io),
        }
    }
}
