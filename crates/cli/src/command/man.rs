//! `man`: the manual, a page a command, made from the arguments themselves.

use std::io;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use report::Exit;

use crate::entry::Cli;
use crate::io::Io;

/// Write the man pages into a folder.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder, made when it is not there.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl ManArgs {
    /// Writes one page a command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let written: io::Result<()> = std::fs::create_dir_all(&self.folder)
            .and_then(|()| clap_mangen::generate_to(Cli::command(), &self.folder));
        match written {
            Ok(()) => Exit::Clean,
            Err(error) => {
                io.complain(format_args!("cannot write to {}: {error}", self.folder.display()));
                Exit::Io
            }
        }
    }
}
