//! `merge`: the outputs of ranges that lie side by side make the output of the whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use contracts::toolkit::{Finding, StreamSummary};
use report::{Exit, FailOn};
use validator::stream::{self, Merged, Settings};

use super::validate_stream::write_record;
use crate::entry::output_failed;
use crate::groups::FailOnArg;
use crate::io::Io;

/// The longest record read: a summary carries the open jobs of its range.
const LONGEST: u64 = 1 << 30;

/// Merge the outputs of ranges of one stream, in whatever order they are given.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The outputs of `validate --range` (or the summary records alone), or `-`.
    #[arg(value_name = "SUMMARY", required = true)]
    paths: Vec<PathBuf>,
    /// The stream is still growing: a job that is not finalized is a note.
    #[arg(long)]
    live: bool,
    /// How many finished jobs are remembered.
    #[arg(long, value_name = "N", default_value_t = stream::REMEMBER_JOBS)]
    remember_jobs: usize,
    /// How many events are remembered of all open jobs together; each job takes some for itself.
    #[arg(long, value_name = "N", default_value_t = stream::REMEMBER_EVENTS)]
    remember_events: u64,
    /// The level from which on a finding fails the run.
    #[arg(long, value_enum, default_value_t = FailOnArg::Error)]
    fail_on: FailOnArg,
}

impl MergeArgs {
    /// Writes what the ranges found and what none could tell alone, by the lines of the whole, and
    /// the summary of everything.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let mut outputs = Vec::new();
        for path in &self.paths {
            match Output::read(path, &mut *io.input) {
                Ok(output) => outputs.push(output),
                Err((exit, why)) => {
                    let name = path.to_string_lossy();
                    io.complain(format_args!("{}: {why}", report::visible::visible(&name)));
                    return exit;
                }
            }
        }
        let summaries = outputs.iter().flat_map(|output| &output.parts);
        let summaries = summaries.map(|part| part.summary.clone()).collect();
        let (remember_jobs, remember_events) = (self.remember_jobs, self.remember_events);
        let live = self.live;
        let settings = Settings { live, remember_jobs, remember_events, ..Settings::default() };
        let merged = match stream::merge(summaries, &settings) {
            Ok(merged) => merged,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        match write_all(&outputs, &merged, io.out) {
            Ok(()) => self.exit(&merged.summary),
            Err(Unwritten::Output(error)) => output_failed(&error, io),
            Err(Unwritten::Input(error)) => {
                io.complain(format_args!("a range's output cannot be read again: {error}"));
                Exit::Io
            }
        }
    }

    fn exit(&self, summary: &StreamSummary) -> Exit {
        let warnings = FailOn::from(self.fail_on) == FailOn::from(FailOnArg::Warning);
        let fails = |counts: &contracts::toolkit::LevelCounts| {
            counts.errors > 0 || (warnings && counts.warnings > 0)
        };
        let undecided = stream::undecided(summary) && !self.live;
        let bad = summary.findings.values().any(fails) || undecided;
        if bad { Exit::Findings } else { Exit::Clean }
    }
}

/// What one run, or several behind one another, wrote.
struct Output {
    file: File,
    parts: Vec<Part>,
}

/// A summary, and where the findings before it stand in the file.
struct Part {
    summary: StreamSummary,
    findings: (u64, u64),
}

impl Output {
    /// Reads every summary record of an output; it must end with one.
    fn read(path: &Path, standard: &mut dyn Read) -> Result<Self, (Exit, String)> {
        let failed = |error: io::Error| (Exit::Io, error.to_string());
        let file = if path == Path::new("-") {
            spooled(standard).map_err(failed)?
        } else {
            let file = File::open(path).map_err(failed)?;
            let is_file = file.metadata().map_err(failed)?.is_file();
            if is_file { file } else { spooled(&mut &file).map_err(failed)? }
        };
        let mut input = BufReader::new(&file);
        let (mut parts, mut line, mut from, mut at) = (Vec::new(), Vec::new(), 0, 0);
        loop {
            line.clear();
            let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line).map_err(failed)?;
            if read == 0 {
                break;
            }
            let before = at;
            at += read as u64;
            if let Some(summary) = summary(&line)? {
                parts.push(Part { summary, findings: (from, before) });
                from = at;
            }
        }
        if parts.is_empty() || from < at {
            let why = "it does not end with a summary: the run was cut off";
            return Err((Exit::Usage, why.to_owned()));
        }
        Ok(Output { file, parts })
    }
}

/// A copy that can be read twice.
fn spooled(input: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(input, &mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// The summary in a record, when it is one; a finding has no rule set.
fn summary(line: &[u8]) -> Result<Option<StreamSummary>, (Exit, String)> {
    let record: serde_json::Value = serde_json::from_slice(line)
        .map_err(|error| (Exit::Usage, format!("a record is no JSON: {error}")))?;
    if record.get("rule_set").is_none() {
        return Ok(None);
    }
    serde_json::from_value(record)
        .map(Some)
        .map_err(|error| (Exit::Usage, format!("a summary cannot be read: {error}")))
}

/// What kept the merged output from being written.
enum Unwritten {
    Output(io::Error),
    Input(io::Error),
}

/// The findings of one range, as they were written.
fn findings(
    mut file: &File,
    (from, to): (u64, u64),
) -> io::Result<impl Iterator<Item = io::Result<Finding>> + '_> {
    file.seek(SeekFrom::Start(from))?;
    let lines = BufReader::new(file.take(to - from)).split(b'\n');
    Ok(lines.map(|line| serde_json::from_slice(&line?).map_err(io::Error::from)))
}

/// Writes the findings of all ranges in the order of the ranges, and those of the merge where
/// their lines stand. A summary does not name its source; the ranges' findings do.
fn write_all(outputs: &[Output], merged: &Merged, out: &mut dyn Write) -> Result<(), Unwritten> {
    let mut parts: Vec<(&File, &Part)> = outputs
        .iter()
        .flat_map(|output| output.parts.iter().map(move |part| (&output.file, part)))
        .collect();
    parts.sort_by(|(_, a), (_, b)| a.summary.ranges.cmp(&b.summary.ranges));
    let mut source = String::new();
    for (file, part) in &parts {
        let first = findings(file, part.findings).map_err(Unwritten::Input)?.next();
        if let Some(first) = first {
            source = first.map_err(Unwritten::Input)?.location.source;
            break;
        }
    }
    let own = merged.findings.iter().cloned().map(|mut own| {
        own.location.source.clone_from(&source);
        own
    });
    let mut own = own.peekable();
    let mut before = 0;
    for (file, part) in parts {
        for finding in findings(file, part.findings).map_err(Unwritten::Input)? {
            let mut finding = finding.map_err(Unwritten::Input)?;
            finding.location.line = finding.location.line.map(|line| line.saturating_add(before));
            let at = finding.location.line;
            while let Some(earlier) = own.next_if(|own| own.location.line < at) {
                write_record(out, &earlier).map_err(Unwritten::Output)?;
            }
            write_record(out, &finding).map_err(Unwritten::Output)?;
        }
        before += part.summary.line_ends;
    }
    for finding in own {
        write_record(out, &finding).map_err(Unwritten::Output)?;
    }
    write_record(out, &merged.summary).and_then(|()| out.flush()).map_err(Unwritten::Output)
}
