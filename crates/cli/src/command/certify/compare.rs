//! `certify compare`: two certificates side by side.

use std::path::{Path, PathBuf};

use certify::compare::compare;
use certify::verify::{Demands, verify};
use clap::{Args, ValueEnum};
use contracts::runner::ExecutionCertificate;
use jiff::Timestamp;
use report::Exit;
use validator::judge::Judge;

use crate::entry::output_failed;
use crate::io::Io;

/// Whether two certificates were held to the same intent, and where they differ. Exit 0 when
/// nothing differs, 1 when something does.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The first certificate.
    first: PathBuf,
    /// The second certificate.
    second: PathBuf,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl CompareArgs {
    pub(super) fn run(&self, io: &mut Io<'_>) -> Exit {
        match self.compared() {
            Ok((text, exit)) => match io.out.write_all(text.as_bytes()) {
                Ok(()) => exit,
                Err(error) => exit.combine(output_failed(&error, io)),
            },
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn compared(&self) -> Result<(String, Exit), (Exit, String)> {
        let judge = Judge::new();
        let (first, second) = (load(&self.first, &judge)?, load(&self.second, &judge)?);
        let bug = |error: serde_json::Error| (Exit::Bug, error.to_string());
        let found = compare(&first, &second).map_err(bug)?;
        let text = match self.format {
            Form::Text => found.text(),
            Form::Json => format!("{}\n", serde_json::to_string_pretty(&found).map_err(bug)?),
        };
        Ok((text, if found.is_same() { Exit::Clean } else { Exit::Findings }))
    }
}

/// A certificate that holds by itself; who signed it is not asked here.
fn load(path: &Path, judge: &Judge) -> Result<ExecutionCertificate, (Exit, String)> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| (Exit::Io, format!("{shown}: {error}")))?;
    // Any time will do: age is not asked either, and no certificate is younger than this.
    let demands = Demands::none(Timestamp::MAX);
    let found = verify(&bytes, None, &demands, judge);
    let cause = found.cause.map(|cause| cause.as_str()).unwrap_or("unreadable");
    match found.certificate {
        Some(certificate) if found.cause.is_none() => Ok(certificate),
        _ => Err((Exit::Findings, format!("{shown} does not hold by itself: {cause}"))),
    }
}
