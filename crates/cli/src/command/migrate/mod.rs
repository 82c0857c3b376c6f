//! `migrate`: documents of one version into documents of another, and the proof that it works.

pub mod check;
mod inputs;
mod one;
pub mod outputs;
pub mod run;
mod text;

use clap::{Args, Subcommand};
use report::Exit;

use crate::io::Io;

/// Turn documents of one version into documents of another.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct MigrateArgs {
    #[command(subcommand)]
    command: Option<MigrateCommand>,
    #[command(flatten)]
    run: run::RunArgs,
}

/// What else there is to do with migrations.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Prove every migration on golden and on generated documents. (A file called `check` is
    /// migrated as `./check`.)
    Check(check::CheckArgs),
}

impl MigrateArgs {
    /// Runs the command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match &self.command {
            Some(MigrateCommand::Check(args)) => args.run(io),
            None => self.run.run(io),
        }
    }
}
