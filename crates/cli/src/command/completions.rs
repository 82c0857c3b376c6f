//! `completions`: what a shell wants to know, made from the arguments themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use report::Exit;

use crate::entry::{Cli, output_failed};
use crate::io::Io;

/// Print the completion script of a shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsArgs {
    /// Prints the script.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let mut script = Vec::new();
        let mut command = Cli::command();
        let name = command.get_name().to_owned();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        let written = io.out.write_all(&script);
        written.map_or_else(|error| output_failed(&error, io), |()| Exit::Clean)
    }
}
