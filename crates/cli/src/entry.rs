//! Both programs: parse, run, flush, one exit code.

use std::ffi::OsString;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use report::Exit;

use crate::command::Command;
use crate::command::validate::ValidateArgs;
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
    let command = match parse(arguments) {
        Ok(command) => command,
        Err(error) => return refuse(&error, io),
    };
    let ran = catch_unwind(AssertUnwindSafe(|| command.run(io)));
    let exit = ran.unwrap_or_else(|_| {
        io.complain("this is a fault of the program itself; please report it with the text above");
        Exit::Bug
    });
    match io.out.flush() {
        Ok(()) => exit,
        Err(error) => exit.combine(output_failed(&error, io)),
    }
}

/// `data-contracts validate` alone. Describing every command to the parser takes longer than
/// judging a document, so the command that judges is tried by itself.
#[derive(Debug, Parser)]
#[command(name = "data-contracts", version, max_term_width = 100)]
struct Alone {
    #[command(subcommand)]
    command: Validate,
}

#[derive(Debug, Subcommand)]
enum Validate {
    Validate(Box<ValidateArgs>),
}

fn parse(arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    if arguments.get(1).is_some_and(|name| name == "validate")
        && let Ok(Alone { command: Validate::Validate(args) }) = Alone::try_parse_from(&arguments)
    {
        return Ok(Command::Validate(*args));
    }
    // Whatever is to be said of the arguments is said by the whole.
    Cli::try_parse_from(arguments).map(|cli| cli.command)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn validate_by_itself_is_parsed_as_among_all_commands() {
        for line in [
            "data-contracts validate a.json",
            "data-contracts validate - --ndjson --contract cron/execution-report --as consumer",
            "data-contracts validate a b --strict --notes --fail-on warning --format json",
            "data-contracts validate s.ndjson --range 0-9 --threads 2 --max-size 5 --accept v1,v2",
        ] {
            let alone = Alone::try_parse_from(words(line)).map(|alone| format!("{alone:?}"));
            let whole =
                Cli::try_parse_from(words(line)).map(|whole| format!("{:?}", whole.command));
            let alone = alone.unwrap();
            assert!(alone.contains(&whole.unwrap()), "{line}: {alone}");
        }
    }

    #[test]
    fn what_is_said_of_arguments_is_said_by_the_whole() {
        for line in [
            "data-contracts validate",
            "data-contracts validate --help",
            "data-contracts validate a --no-such-option",
            "data-contracts validate a --as somebody",
            "data-contracts valdate a",
            "data-contracts --version",
        ] {
            let said = parse(words(line)).unwrap_err().render().to_string();
            let whole = Cli::try_parse_from(words(line)).unwrap_err().render().to_string();
            assert_eq!(said, whole, "{line}");
        }
    }
}
