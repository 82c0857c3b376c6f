//! Both programs: parse, run, flush, one exit code.

use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser;
use clap::error::ErrorKind;
use report::Exit;

use crate::command::Command;
use crate::io::{Io, with_process};

/// Turns Rust types into published JSON Schemas, judges documents and event streams by them,
/// proves what a change to a contract breaks, ingests runner releases into a status matrix, and
/// issues and verifies execution certificates.
#[derive(Debug, Parser)]
#[command(name = "data-contracts", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The whole of `data-contracts`.
#[must_use]
pub fn data_contracts() -> Exit {
    with_process(|io| run(std::env::args_os().collect(), io))
}

/// The whole of `runner-certify`: `data-contracts certify` under the name that CI steps know.
#[must_use]
pub fn runner_certify() -> Exit {
    let mut arguments: Vec<OsString> = vec!["runner-certify".into(), "certify".into()];
    arguments.extend(std::env::args_os().skip(1));
    with_process(|io| run(arguments, io))
}

/// One run with the given arguments, the program's name first.
pub fn run(arguments: Vec<OsString>, io: &mut Io<'_>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return refuse(&error, io),
    };
    let ran = catch_unwind(AssertUnwindSafe(|| cli.command.run(io)));
    let exit = ran.unwrap_or_else(|_| {
        io.complain("this is a fault of the program itself; please report it with the text above");
        Exit::Bug
    });
    match io.out.flush() {
        Ok(()) => exit,
        Err(error) => exit.combine(output_failed(&error, io)),
    }
}

/// Help and version go to standard output and are clean; everything else is usage.
fn refuse(error: &clap::Error, io: &mut Io<'_>) -> Exit {
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let written = write!(io.out, "{text}").and_then(|()| io.out.flush());
            written.map_or_else(|error| output_failed(&error, io), |()| Exit::Clean)
        }
        _ => {
            let _ = write!(io.err, "{text}");
            Exit::Usage
        }
    }
}

/// A closed pipe ends quietly; any other failure to write is exit 3.
pub fn output_failed(error: &io::Error, io: &mut Io<'_>) -> Exit {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Exit::Clean;
    }
    io.complain(format_args!("cannot write to standard output: {error}"));
    Exit::Io
}
