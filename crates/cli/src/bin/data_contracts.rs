//! `data-contracts`: every command of the toolkit.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::entry::data_contracts().into()
}
