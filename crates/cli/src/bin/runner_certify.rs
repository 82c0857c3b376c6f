//! `runner-certify`: the CI step of runner repositories, the same as `data-contracts certify`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::entry::runner_certify().into()
}
