//! `schema check`: types, files and pins say the same.

use std::path::Path;

use catalog::plan::{self, Drift, Problem};
use clap::Args;
use report::Exit;
use report::diff::{Sides, unified};

use crate::entry::output_failed;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::specs_plan;
use crate::{root, tree};

/// The most lines of one diff; what is left out is counted.
const SHOWN_LINES: usize = 200;

/// Fail with a diff when types, schema files and pins differ.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    root: RootArgs,
}

impl CheckArgs {
    /// Prints every difference.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let found = root::find(self.root.root.as_deref());
        let result = found.map_err(|why| (Exit::Usage, why)).and_then(|root| {
            drift_of(&root).map_err(|error| (Exit::Io, format!("cannot read the tree: {error}")))
        });
        let (files, drifts, problems) = match result {
            Ok(found) => found,
            Err((exit, why)) => {
                io.complain(why);
                return exit;
            }
        };
        if let Err(error) = show(&drifts, &problems, io) {
            return output_failed(&error, io).combine(Exit::Findings);
        }
        if drifts.is_empty() && problems.is_empty() {
            io.say(format_args!("{files} files are what the types and pins say"));
            return Exit::Clean;
        }
        io.complain(format_args!(
            "{} files differ, {} conflicts; `data-contracts schema generate` writes drafts anew",
            drifts.len(),
            problems.len()
        ));
        Exit::Findings
    }
}

/// Prints every difference as a diff, and every conflict with its own.
///
/// # Errors
/// When the output cannot be written.
pub fn show(drifts: &[Drift], problems: &[Problem], io: &mut Io<'_>) -> std::io::Result<()> {
    let palette = io.palette();
    for drift in drifts {
        let new_name = if drift.wanted.is_empty() { "(no such file)" } else { &drift.path };
        let sides =
            Sides { old_name: &drift.path, new_name, old: &drift.found, new: &drift.wanted };
        unified(&sides, SHOWN_LINES, &palette, io.out)?;
    }
    for problem in problems {
        writeln!(io.out, "error: {problem}")?;
        if let Problem::Frozen { path, published, now } = problem {
            let sides = Sides { old_name: path, new_name: "the type", old: published, new: now };
            unified(&sides, SHOWN_LINES, &palette, io.out)?;
        }
    }
    Ok(())
}

/// The number of files compared, what differs, and what must be settled by hand.
///
/// # Errors
/// When the tree cannot be read.
pub fn drift_of(root: &Path) -> std::io::Result<(usize, Vec<Drift>, Vec<Problem>)> {
    let files = tree::read_specs(root)?;
    let plan = specs_plan::plan(&files);
    let drifts = plan::drift(&files, &plan);
    Ok((plan.files.len(), drifts, plan.problems))
}
