//! `schema generate`: from the types to the files.

use std::fs;

use catalog::plan::{self, Plan};
use clap::Args;
use report::Exit;

use crate::entry::output_failed;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::specs_plan;
use crate::{root, tree};

/// Write specs/01_schema from the Rust types.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    #[command(flatten)]
    root: RootArgs,
}

impl GenerateArgs {
    /// Writes what differs and removes what nothing asks for.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let root = match root::find(self.root.root.as_deref()) {
            Ok(root) => root,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let old = match tree::read_specs(&root) {
            Ok(old) => old,
            Err(error) => {
                io.complain(format_args!("cannot read {}: {error}", root.display()));
                return Exit::Io;
            }
        };
        let plan = specs_plan::plan(&old);
        if !plan.problems.is_empty() {
            return refuse(&plan, io);
        }
        let written = match tree::write_changed(&root, &old, &plan.files) {
            Ok(written) => written,
            Err(error) => {
                io.complain(format_args!("cannot write below {}: {error}", root.display()));
                return Exit::Io;
            }
        };
        let stray = plan::stray(&old, &plan);
        for path in &stray {
            if let Err(error) = fs::remove_file(root.join(path)) {
                io.complain(format_args!("cannot remove {path}: {error}"));
                return Exit::Io;
            }
        }
        for path in written.iter().chain(&stray) {
            let verb = if stray.contains(path) { "removed" } else { "wrote" };
            if writeln!(io.out, "{verb} {path}").is_err() {
                break;
            }
        }
        io.say(format_args!("{} files written, {} removed", written.len(), stray.len()));
        Exit::Clean
    }
}

fn refuse(plan: &Plan, io: &mut Io<'_>) -> Exit {
    if let Err(error) = super::show(&[], &plan.problems, io) {
        return output_failed(&error, io).combine(Exit::Findings);
    }
    io.say("nothing was written");
    Exit::Findings
}
