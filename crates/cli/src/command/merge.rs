//! `merge`: the summaries of ranges that lie side by side make the summary of the whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use contracts::toolkit::StreamSummary;
use report::{Exit, FailOn};
use validator::stream;

use super::validate_stream::write_record;
use crate::entry::output_failed;
use crate::groups::FailOnArg;
use crate::io::Io;

/// The longest record read: a summary carries the open jobs of its range.
const LONGEST: u64 = 1 << 30;

/// Merge the summaries of ranges of one stream, in whatever order they are given.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The outputs of `validate --range` (or the summary records alone), or `-`.
    #[arg(value_name = "SUMMARY", required = true)]
    paths: Vec<PathBuf>,
    /// The stream is still growing: a job that is not finalized is a note.
    #[arg(long)]
    live: bool,
    /// How many finished jobs are remembered.
    #[arg(long, value_name = "N", default_value_t = 500_000)]
    remember_jobs: usize,
    /// The level from which on a finding fails the run.
    #[arg(long, value_enum, default_value_t = FailOnArg::Error)]
    fail_on: FailOnArg,
}

impl MergeArgs {
    /// Writes what no range could tell alone, and the summary of everything.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let mut summaries = Vec::new();
        for path in &self.paths {
            match read(path, io) {
                Ok(more) => summaries.extend(more),
                Err((exit, why)) => {
                    let name = path.to_string_lossy();
                    io.complain(format_args!("{}: {why}", report::visible::visible(&name)));
                    return exit;
                }
            }
        }
        let merged = match stream::merge(summaries, self.live, self.remember_jobs) {
            Ok(merged) => merged,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let mut written = Ok(());
        for finding in &merged.findings {
            written = written.and_then(|()| write_record(io.out, finding));
        }
        written = written.and_then(|()| write_record(io.out, &merged.summary));
        if let Err(error) = written.and_then(|()| io.out.flush()) {
            return output_failed(&error, io);
        }
        let level = FailOn::from(self.fail_on).level();
        let fails = merged.summary.findings.values().any(|counts| {
            counts.errors > 0
                || (level < contracts::toolkit::Severity::Error && counts.warnings > 0)
        });
        if fails { Exit::Findings } else { Exit::Clean }
    }
}

/// Every summary record of an output; it must end with one.
fn read(path: &Path, io: &mut Io<'_>) -> Result<Vec<StreamSummary>, (Exit, String)> {
    let failed = |error: io::Error| (Exit::Io, error.to_string());
    let input: Box<dyn Read + '_> = if path == Path::new("-") {
        Box::new(&mut *io.input)
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    let mut input = BufReader::new(input);
    let (mut summaries, mut line, mut closed) = (Vec::new(), Vec::new(), false);
    loop {
        line.clear();
        let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line).map_err(failed)?;
        if read == 0 {
            break;
        }
        let record: serde_json::Value = serde_json::from_slice(&line)
            .map_err(|error| (Exit::Usage, format!("a record is no JSON: {error}")))?;
        closed = record.get("rule_set").is_some();
        if closed {
            let summary = serde_json::from_value(record)
                .map_err(|error| (Exit::Usage, format!("a summary cannot be read: {error}")))?;
            summaries.push(summary);
        }
    }
    if closed {
        Ok(summaries)
    } else {
        Err((Exit::Usage, "it does not end with a summary: the run was cut off".to_owned()))
    }
}
