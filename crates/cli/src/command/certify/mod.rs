//! `certify`: run what the registry demands of a runner and write its certificate.

mod compare;
mod registry;
mod run;
mod told;

use clap::{Args, Subcommand};
use report::Exit;

use crate::io::Io;

pub use registry::{LoadedRegistry, load as load_registry};

/// Run what the registry demands of a runner, keep the evidence and write its certificate.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct CertifyArgs {
    #[command(subcommand)]
    command: Option<CertifyCommand>,
    #[command(flatten)]
    run: run::RunArgs,
}

#[derive(Debug, Subcommand)]
enum CertifyCommand {
    /// Whether two certificates were held to the same intent, and where they differ.
    Compare(compare::CompareArgs),
}

impl CertifyArgs {
    /// Certifies, or compares.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match &self.command {
            Some(CertifyCommand::Compare(args)) => args.run(io),
            None => self.run.run(io),
        }
    }
}
