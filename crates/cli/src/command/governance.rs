//! `governance`: one named core check, as runners are asked for it.

use clap::Args;
use report::Exit;

use super::check;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::root;

/// Run one core check by its id: a step of `check`. Exit 0 it holds, 1 it does not, 2 there is no
/// check of that id.
#[derive(Debug, Args)]
pub struct GovernanceArgs {
    /// The id of the check.
    #[arg(long, value_name = "ID")]
    check_id: String,
    #[command(flatten)]
    root: RootArgs,
}

impl GovernanceArgs {
    /// Runs the step.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let step = check::STEPS.iter().find(|(name, _)| *name == self.check_id);
        let Some((name, step)) = step else {
            let known: Vec<&str> = check::STEPS.iter().map(|(name, _)| *name).collect();
            let id = report::visible::visible(&self.check_id);
            io.complain(format_args!("no check `{id}`; there are: {}", known.join(", ")));
            return Exit::Usage;
        };
        let root = match root::find(self.root.root.as_deref()) {
            Ok(root) => root,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let exit = step(&root, io);
        let word = if exit == Exit::Clean { "ok" } else { exit.name() };
        match writeln!(io.out, "{name} {word}") {
            Ok(()) => exit,
            Err(error) => exit.combine(crate::entry::output_failed(&error, io)),
        }
    }
}
