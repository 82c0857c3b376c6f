//! `compat`: what a change to a schema breaks, with the smallest document that shows it.

mod against;
pub mod args;
mod bump;
pub mod git;
pub mod history;
pub mod load;
pub mod pair;
mod pairs;
mod policies;
pub mod semantic;
mod told;
mod versions;
mod waived;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use report::Exit;

use crate::groups::{ClockArgs, OutputArgs, RootArgs};
use crate::io::Io;
use crate::waivers::WaiverArgs;

pub use args::CompareArgs;
pub use load::{Loaded, load};
pub use told::Told;
pub use versions::versions;

/// Compare two versions of a schema: what does the change break? Exit 0 when they are compatible
/// in the directions that `--mode` asks for, 1 when something breaks or nothing is proved.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CompatArgs {
    #[command(subcommand)]
    command: Option<CompatCommand>,
    /// The older schema: a file (JSON or YAML), `-` for standard input, or `ID[@VERSION]`.
    #[arg(value_name = "OLD", required_unless_present_any = ["pairs", "against", "contract"])]
    #[arg(conflicts_with_all = ["pairs", "against", "contract"], requires = "new")]
    old: Option<String>,
    /// The newer schema.
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// Compare many pairs: a file (or `-`) of lines `{"id", "old", "new"}` (and `dialect`, where
    /// a schema does not tell); a line `{"id", "backward", "forward"}` is the answer to each.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["against", "contract", "output"])]
    pairs: Option<PathBuf>,
    /// Compare the schemas of the working tree with those of a commit: `git:REF`.
    #[arg(long, value_name = "git:REF")]
    against: Option<String>,
    /// Only this contract; without `--against` its embedded versions are compared.
    #[arg(long, value_name = "ID")]
    contract: Option<String>,
    #[command(flatten)]
    root: RootArgs,
    #[command(flatten)]
    compare: CompareArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    waivers: WaiverArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// What else can be asked of versions.
#[derive(Debug, Subcommand)]
pub enum CompatCommand {
    /// Say which version a changed contract needs: patch, minor or major, and why.
    Bump(bump::BumpArgs),
    /// Which reader of a contract reads which writer, over all its versions. (A file called
    /// `history` is compared as `./history`.)
    History(history::HistoryArgs),
}

impl CompatCommand {
    /// Runs the command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self {
            CompatCommand::Bump(args) => args.run(io),
            CompatCommand::History(args) => args.run(io),
        }
    }
}

impl CompatArgs {
    /// Compares; the report goes to standard output.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        if let Some(command) = &self.command {
            return command.run(io);
        }
        if let Some(path) = &self.pairs {
            if !["text", "json", "ndjson"].contains(&self.output.format.as_str()) {
                io.complain("--pairs answers in JSON lines and in no other format");
                return Exit::Usage;
            }
            if self.waivers.waivers.is_some() {
                io.complain("--pairs takes no waivers");
                return Exit::Usage;
            }
            return self.compare.pairs(path, io);
        }
        let told = match (&self.old, &self.new, &self.against, &self.contract) {
            (Some(old), Some(new), ..) => self.named_pair(old, new, io).map(clean),
            (_, _, Some(against), _) => self.against_commit(against, io),
            (_, _, None, Some(id)) => self.embedded_versions(id).map(clean),
            _ => Err((Exit::Usage, "name two schemas: compat OLD NEW".to_owned())),
        };
        match told {
            Ok((mut told, exit)) => {
                policies::attach(&mut told);
                match self.waivers.book(self.clock.now_utc, io) {
                    Ok(book) => told.waive(book),
                    Err(exit) => return exit,
                }
                exit.combine(told.write(io))
            }
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }
}

fn clean(told: Told<'_>) -> (Told<'_>, Exit) {
    (told, Exit::Clean)
}
