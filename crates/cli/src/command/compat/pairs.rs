//! `compat --pairs FILE`: thousands of pairs in one process, a line in, a line out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use compat::report::direction;
use compat::{Comparison, Dialect, Job, JobFault, Options, Workers};
use contracts::toolkit::{CompatDirection, CompatMode, CompatVerdict};
use report::visible::visible;
use report::{Exit, format::json};
use serde::Serialize;
use serde_json::Value;
use validator::read::{self, Format, Limits};

use super::CompareArgs;
use crate::entry::output_failed;
use crate::io::Io;

/// Lines that are read before their answers are written, at most: both cores have work. That many
/// long lines would fill the memory, so a batch is also full with as many bytes as one file may have.
const BATCH: usize = 512;

/// One answer.
#[derive(Serialize)]
struct Answer {
    id: Value,
    backward: CompatDirection<Value>,
    forward: CompatDirection<Value>,
}

/// A line that has none.
#[derive(Serialize)]
struct Refusal {
    id: Value,
    line: u64,
    error: String,
}

/// A line that was read.
struct Pair {
    id: Value,
    old: Value,
    new: Value,
    dialect: Option<Dialect>,
}

/// A line of the file, or what is wrong with it.
type Line = Result<Pair, (Value, Exit, String)>;

impl CompareArgs {
    /// Compares the pairs of a file, or of standard input.
    pub(super) fn pairs(&self, path: &Path, io: &mut Io<'_>) -> Exit {
        let limits = self.limits.limits();
        let standard = path.as_os_str() == "-";
        let name = if standard { "<stdin>".into() } else { path.to_string_lossy() };
        // Standard input is read while answers are written, so the streams are parted.
        let mut nothing = io::empty();
        let Io { input, out, err, colour, progress, stop } = io;
        let io = &mut Io {
            input: &mut nothing,
            out: &mut **out,
            err: &mut **err,
            colour: *colour,
            progress: *progress,
            stop: Arc::clone(stop),
        };
        let mut file;
        let source: &mut dyn Read = if standard {
            &mut **input
        } else {
            match File::open(path) {
                Ok(opened) => file = opened,
                Err(error) => {
                    io.complain(format_args!("{}: {error}", visible(&name)));
                    return Exit::Io;
                }
            }
            &mut file
        };
        match self.answer_all(&mut BufReader::new(source), &limits, io) {
            Ok(exit) => exit,
            Err((exit, Failure::Read(error))) => {
                io.complain(format_args!("{}: {error}", visible(&name)));
                exit.combine(Exit::Io)
            }
            Err((exit, Failure::Write(error))) => exit.combine(output_failed(&error, io)),
        }
    }

    fn answer_all(
        &self,
        input: &mut dyn BufRead,
        limits: &Limits,
        io: &mut Io<'_>,
    ) -> Result<Exit, (Exit, Failure)> {
        let workers = Workers::new();
        let (mut exit, mut number, mut answered) = (Exit::Clean, 0, 0_u64);
        loop {
            let batch =
                batch(input, limits, &mut number).map_err(|error| (exit, Failure::Read(error)))?;
            if batch.is_empty() {
                break;
            }
            answered += batch.len() as u64;
            exit = self.answer(&workers, batch, exit, io)?;
        }
        if answered == 0 {
            io.complain("there is no pair: a line is {\"id\": …, \"old\": …, \"new\": …}");
            return Ok(Exit::Usage);
        }
        Ok(exit)
    }

    /// Compares a batch and writes its answers in the order of its lines.
    fn answer(
        &self,
        workers: &Workers,
        batch: Vec<(u64, Line)>,
        mut exit: Exit,
        io: &mut Io<'_>,
    ) -> Result<Exit, (Exit, Failure)> {
        let jobs: Vec<Job<'_>> = batch
            .iter()
            .filter_map(|(_, line)| line.as_ref().ok())
            .map(|pair| Job { old: &pair.old, new: &pair.new, options: self.options_of(pair) })
            .collect();
        let mut found = workers.compare(&jobs).into_iter();
        drop(jobs);
        for (line, pair) in batch {
            let result = match pair {
                Ok(pair) => match found.next() {
                    Some(found) => settled(pair.id, found),
                    None => Err((pair.id, Exit::Bug, JobFault::Bug.to_string())),
                },
                Err(refused) => Err(refused),
            };
            let written = match result {
                Ok(answer) => {
                    exit = exit.combine(self.exit_of(&answer));
                    json::line(&answer, io.out)
                }
                Err((id, why, error)) => {
                    exit = exit.combine(why);
                    json::line(&Refusal { id, line, error }, io.out)
                }
            };
            written.map_err(|error| (exit, Failure::Write(error)))?;
        }
        Ok(exit)
    }

    fn options_of(&self, pair: &Pair) -> Options {
        let ours = |schema: &Value| {
            let id = schema.get("$id").and_then(Value::as_str);
            id.is_some_and(|id| id.starts_with(super::load::OURS))
        };
        let options = self.options(ours(&pair.old) || ours(&pair.new));
        Options { dialect: pair.dialect.or(options.dialect), ..options }
    }

    fn exit_of(&self, answer: &Answer) -> Exit {
        let mode: CompatMode = self.mode();
        let holds = |asked: bool, direction: &CompatDirection<Value>| {
            !asked || direction.verdict == CompatVerdict::Compatible
        };
        let clean = holds(mode.asks_backward(), &answer.backward)
            && holds(mode.asks_forward(), &answer.forward);
        if clean { Exit::Clean } else { Exit::Findings }
    }
}

/// What ended the run before its end.
enum Failure {
    Read(io::Error),
    Write(io::Error),
}

fn settled(
    id: Value,
    found: Result<Comparison, JobFault>,
) -> Result<Answer, (Value, Exit, String)> {
    match found {
        Ok(found) => {
            let (backward, forward) = (&found.backward, &found.forward);
            Ok(Answer { id, backward: direction(backward, ""), forward: direction(forward, "") })
        }
        Err(fault) => {
            let exit = if fault == JobFault::Bug { Exit::Bug } else { Exit::Usage };
            let side = match &fault {
                JobFault::Schema(fault) => match fault.side {
                    compat::Side::Old => "old: ",
                    compat::Side::New => "new: ",
                },
                JobFault::Bug => "",
            };
            Err((id, exit, format!("{side}{fault}")))
        }
    }
}

/// The next lines with their numbers; blank ones are passed over.
fn batch(
    input: &mut dyn BufRead,
    limits: &Limits,
    number: &mut u64,
) -> io::Result<Vec<(u64, Line)>> {
    let mut lines: Vec<(u64, Vec<u8>)> = Vec::new();
    let mut held = 0;
    while lines.len() < BATCH && held < limits.bytes() {
        let mut line = Vec::new();
        // A pair holds two schemas, so the bound of a file counts, not that of a record.
        let most = u64::try_from(limits.bytes()).unwrap_or(u64::MAX).saturating_add(1);
        if (&mut *input).take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        *number += 1;
        if line.len() > limits.bytes() && !line.ends_with(b"\n") {
            skip_line(input)?;
        }
        if !line.iter().all(u8::is_ascii_whitespace) {
            held += line.len();
            lines.push((*number, line));
        }
    }
    use rayon::prelude::*;
    Ok(lines.into_par_iter().map(|(number, line)| (number, read_line(&line, limits))).collect())
}

/// Passes over the rest of a line that is too long to be read.
fn skip_line(input: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let part = input.fill_buf()?;
        if part.is_empty() {
            return Ok(());
        }
        let end = part.iter().position(|byte| *byte == b'\n');
        let read = end.map_or(part.len(), |at| at + 1);
        input.consume(read);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn read_line(line: &[u8], limits: &Limits) -> Line {
    let document = read::read(line, Format::Json, limits);
    if let Some(fault) = document.first_error() {
        return Err((Value::Null, Exit::Usage, format!("{} ({})", fault.message, fault.code)));
    }
    let Some(Value::Object(mut members)) = document.value else {
        let why = "a pair is an object with `id`, `old` and `new`".to_owned();
        return Err((Value::Null, Exit::Usage, why));
    };
    let id = members.shift_remove("id").unwrap_or(Value::Null);
    let dialect = match members.get("dialect") {
        None => None,
        Some(name) => match name.as_str().and_then(Dialect::of_name) {
            Some(dialect) => Some(dialect),
            None => return Err((id, Exit::Usage, format!("{name} is no dialect"))),
        },
    };
    match (members.shift_remove("old"), members.shift_remove("new")) {
        (Some(old), Some(new)) => Ok(Pair { id, old, new, dialect }),
        (old, _) => {
            let name = if old.is_none() { "old" } else { "new" };
            Err((id, Exit::Usage, format!("the pair has no `{name}`")))
        }
    }
}
