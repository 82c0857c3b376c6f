//! `schema`: the published schemas and their pins.

pub mod check;
pub mod generate;
pub mod list;
pub mod publish;
pub mod show;

use clap::Subcommand;
use report::Exit;

use crate::io::Io;

pub use check::{drift_of, show};

/// Generate, check, list, show and publish schemas.
#[derive(Debug, Subcommand)]
pub enum SchemaCommand {
    /// Write specs/01_schema from the Rust types (drafts only; published files are frozen).
    Generate(generate::GenerateArgs),
    /// Fail with a diff when types, schema files and pins differ.
    Check(check::CheckArgs),
    /// List every contract, version and revision.
    List(list::ListArgs),
    /// Print one schema.
    Show(show::ShowArgs),
    /// Freeze a schema: from then on neither its file nor its pin is rewritten.
    Publish(publish::PublishArgs),
}

impl SchemaCommand {
    /// Runs the command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self {
            SchemaCommand::Generate(args) => args.run(io),
            SchemaCommand::Check(args) => args.run(io),
            SchemaCommand::List(args) => args.run(io),
            SchemaCommand::Show(args) => args.run(io),
            SchemaCommand::Publish(args) => args.run(io),
        }
    }
}
