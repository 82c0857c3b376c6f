//! The commands, one file each.

pub mod certify;
pub mod check;
mod check_policies;
pub mod compat;
pub mod completions;
pub mod enrichment;
pub mod explain;
mod explain_change;
pub mod fixtures;
pub mod gate;
pub mod governance;
pub mod ingest;
pub mod keygen;
pub mod man;
pub mod merge;
pub mod migrate;
pub mod schema;
pub mod validate;
mod validate_inputs;
pub mod validate_stream;
pub mod verify;
pub mod waive;

use clap::Subcommand;
use report::Exit;

use crate::io::Io;

/// Every command of the toolkit.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge documents and streams by their contract.
    Validate(validate::ValidateArgs),
    /// Merge the summaries of ranges of one stream.
    Merge(merge::MergeArgs),
    /// `validate` for one document on standard input.
    #[command(hide = true)]
    ValidateReport(validate::ReportArgs),
    /// Everything a contract author runs before pushing.
    Check(check::CheckArgs),
    /// Generate, check, list, show and publish schemas.
    #[command(subcommand)]
    Schema(schema::SchemaCommand),
    /// Judge the golden fixtures.
    #[command(subcommand)]
    Fixtures(fixtures::FixturesCommand),
    /// Compare two versions of a schema: what does the change break?
    Compat(Box<compat::CompatArgs>),
    /// What a rule says, why, and an example of each side.
    Explain(explain::ExplainArgs),
    /// Compare a cron report as it was made with the same report as it was forwarded.
    Enrichment(enrichment::EnrichmentArgs),
    /// Run what the registry demands of a runner and write its certificate.
    Certify(Box<certify::CertifyArgs>),
    /// Check a certificate step by step, and who answers for it.
    Verify(Box<verify::VerifyArgs>),
    /// Make a key pair to sign certificates with.
    Keygen(keygen::KeygenArgs),
    /// Turn documents of one version into documents of another, or prove every migration.
    Migrate(Box<migrate::MigrateArgs>),
    /// One core check by its id, as runners are asked for it.
    #[command(hide = true)]
    Governance(governance::GovernanceArgs),
    /// Print the completion script of a shell.
    Completions(completions::CompletionsArgs),
    /// Write the man pages into a folder.
    Man(man::ManArgs),
    /// Look at the newest release of every registered runner and write the status matrix.
    Ingest(Box<ingest::IngestArgs>),
    /// Say by the status matrix whether a merge may go on.
    Gate(gate::GateArgs),
    /// Write that somebody answers for a finding, for a time.
    Waive(waive::WaiveArgs),
}

impl Command {
    /// Runs the command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self {
            Command::Validate(args) => args.run(io),
            Command::Merge(args) => args.run(io),
            Command::ValidateReport(args) => args.run(io),
            Command::Check(args) => args.run(io),
            Command::Schema(command) => command.run(io),
            Command::Fixtures(command) => command.run(io),
            Command::Compat(args) => args.run(io),
            Command::Explain(args) => args.run(io),
            Command::Enrichment(args) => args.run(io),
            Command::Certify(args) => args.run(io),
            Command::Verify(args) => args.run(io),
            Command::Keygen(args) => args.run(io),
            Command::Migrate(args) => args.run(io),
            Command::Governance(args) => args.run(io),
            Command::Completions(args) => args.run(io),
            Command::Man(args) => args.run(io),
            Command::Ingest(args) => args.run(io),
            Command::Gate(args) => args.run(io),
            Command::Waive(args) => args.run(io),
        }
    }
}
