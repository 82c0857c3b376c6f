//! Judging one stream to its closing summary: findings as they are found, one JSON record a line,
//! and at the end a `toolkit/stream-summary`. Ranges of a file make shards that merge.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use clap::Args;
use contracts::toolkit::{Finding, Severity, StreamSummary};
use report::Exit;
use validator::examine::{NotJudged, Options};
use validator::judge::Judge;
use validator::read::compressed;
use validator::stream::{self, Ran, Range, Settings};

use crate::entry::output_failed;
use crate::input::{Follow, Steady};
use crate::io::Io;
use crate::output::tool;

/// How streams are judged.
#[derive(Debug, Args)]
pub struct StreamArgs {
    /// The stream is still growing: a job that is not finalized is a note.
    #[arg(long)]
    live: bool,
    /// Judge the lines that begin in these bytes of the file, END not included; ends with a summary.
    #[arg(long, value_name = "START-END", value_parser = bytes)]
    range: Option<(u64, u64)>,
    /// Write each finding as a line of JSON when it is found, and a summary record at the end.
    #[arg(long)]
    summary: bool,
    /// Go on when the file grows, until interrupted; implies --live and --summary.
    #[arg(long, conflicts_with = "range")]
    follow: bool,
    /// How many events are remembered of all open jobs together; each job takes some for itself.
    #[arg(long, value_name = "N", default_value_t = stream::REMEMBER_EVENTS)]
    remember_events: u64,
    /// Threads to judge a stream on; as many as there are cores by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl StreamArgs {
    /// Whether one stream is to be judged to its summary record.
    pub fn to_summary(&self) -> bool {
        self.summary || self.follow || self.range.is_some()
    }

    /// What holds for streams. Where there is none, the cores are not counted: that takes as long
    /// as judging a small document.
    pub fn settings<'s>(
        &self,
        streams: bool,
        remember_jobs: usize,
        list_notes: bool,
        stop: &'s AtomicBool,
    ) -> Settings<'s> {
        let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let cores = if streams { all() } else { 1 };
        Settings {
            live: self.live || self.follow,
            remember_jobs,
            remember_events: self.remember_events,
            list_notes,
            threads: self.threads.map_or(cores, usize::from),
            eager: self.follow,
            // Who follows ends by an interruption: everything that was there is judged then.
            stop: Some(stop).filter(|_| !self.follow),
        }
    }

    /// Judges the one stream behind the path.
    pub fn run(
        &self,
        path: &Path,
        options: &Options<'_>,
        fails: Severity,
        io: &mut Io<'_>,
    ) -> Exit {
        let name = path.to_string_lossy().into_owned();
        let stop = Arc::clone(&io.stop);
        let (input, out) = (&mut *io.input, &mut *io.out);
        let judged = self
            .input(path, input, &stop)
            .map(|(mut input, range)| judge(&name, &mut *input, options, range, &stop, out));
        match judged {
            Ok(judged) => self.close(&name, judged, options, fails, io),
            Err(Unfit::Usage(why)) => {
                io.complain(format_args!("{name}: {why}"));
                Exit::Usage
            }
            Err(Unfit::Io(error)) => {
                io.complain(format_args!("{name}: {error}"));
                Exit::Io
            }
        }
    }

    /// The bytes to judge, standing where the first line of the range begins.
    fn input<'i>(
        &self,
        path: &Path,
        standard: &'i mut (dyn Read + Send),
        stop: &Arc<AtomicBool>,
    ) -> Result<(Box<dyn Read + Send + 'i>, Range), Unfit> {
        let all = Range { start: 0, length: u64::MAX };
        if path == Path::new("-") {
            if self.range.is_some() || self.follow {
                return Err(Unfit::Usage("--range and --follow need a file".to_owned()));
            }
            return Ok((Box::new(compressed::open(standard)?), all));
        }
        if self.follow {
            return Ok((Box::new(Follow::new(File::open(path)?, stop)), all));
        }
        let Some((start, end)) = self.range else {
            return Ok((Box::new(compressed::open(Steady::open(path)?)?), all));
        };
        let mut file = File::open(path)?;
        if is_compressed(&mut file)? {
            let why = "--range needs the bytes as they are judged: decompress the file first";
            return Err(Unfit::Usage(why.to_owned()));
        }
        let start = first_line(&mut file, start)?;
        let range = Range { start, length: end.saturating_sub(start) };
        Ok((Box::new(Steady::new(file, start)?), range))
    }

    fn close(
        &self,
        name: &str,
        (judged, written): (Result<Ran, NotJudged>, io::Result<()>),
        options: &Options<'_>,
        fails: Severity,
        io: &mut Io<'_>,
    ) -> Exit {
        if let Err(error) = written {
            return output_failed(&error, io);
        }
        let ran = match judged {
            Ok(ran) => ran,
            Err(why) => {
                io.complain(format_args!("{name}: {why}"));
                return why.exit();
            }
        };
        let summary = stream::summary(&ran, options, &tool());
        if let Err(error) = write_record(io.out, &summary).and_then(|()| io.out.flush()) {
            return output_failed(&error, io);
        }
        let counts = ran.tally.counts();
        let undecided = stream::undecided(&summary) && !options.stream.live;
        let bad = counts.at_least(fails) > 0 || undecided;
        let mut exit = if bad { Exit::Findings } else { Exit::Clean };
        if let Some(error) = &ran.failed {
            io.complain(format_args!("{name}: {error}; the summary is of what was judged before"));
            exit = exit.combine(Exit::Io);
        } else if ran.stopped {
            io.say(format_args!(
                "{name}: interrupted; the summary is partial: {} lines",
                ran.tally.lines
            ));
            exit = exit.combine(Exit::Network);
        }
        exit
    }
}

/// Writes one record of the output.
pub fn write_record(out: &mut dyn Write, record: &impl serde::Serialize) -> io::Result<()> {
    // A writer behind a pointer is not asked for every comma; and a summary can be large, so that
    // the record is never whole in memory.
    let mut parts = BufWriter::with_capacity(4 << 10, out);
    serde_json::to_writer(&mut parts, record)?;
    parts.write_all(b"\n")?;
    parts.into_inner().map(drop).map_err(io::IntoInnerError::into_error)
}

/// The text of a summary for people, on standard error.
pub fn tell(name: &str, summary: &StreamSummary, io: &mut Io<'_>) {
    let Some(jobs) = &summary.jobs else { return };
    let list = |counts: &std::collections::BTreeMap<String, u64>| {
        let counts: Vec<String> =
            counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
    };
    let name = report::visible::visible(name);
    io.say(format_args!(
        "{name}: jobs: {} created, {} finalized, {} open at the end",
        jobs.created, jobs.finalized, jobs.open
    ));
    io.say(format_args!("{name}: outcomes: {}", list(&summary.outcomes)));
    io.say(format_args!("{name}: events: {}", list(&summary.events)));
    let violations = summary
        .findings
        .iter()
        .map(|(code, level)| (code.clone(), level.errors + level.warnings))
        .filter(|(_, count)| *count > 0)
        .collect();
    io.say(format_args!("{name}: violations: {}", list(&violations)));
    if !summary.not_judged.is_empty() {
        io.say(format_args!(
            "{name}: too much was open at a time (--remember-events), so jobs were let go and are \
             not judged to their end"
        ));
    }
    if jobs.forgotten > 0 {
        io.say(format_args!(
            "{name}: {} finished jobs were forgotten (--remember-jobs): what follows their end is \
             told as a missing beginning",
            jobs.forgotten
        ));
    }
}

/// Judges on threads of its own while this one writes what is found.
fn judge(
    name: &str,
    input: &mut (dyn Read + Send),
    options: &Options<'_>,
    range: Range,
    stop: &AtomicBool,
    out: &mut dyn Write,
) -> (Result<Ran, NotJudged>, io::Result<()>) {
    let (sender, receiver) = sync_channel::<Finding>(1024);
    std::thread::scope(|scope| {
        let judging = scope.spawn(move || {
            let mut sink = |finding| {
                // The writer is gone only when the output is; it has set `stop` then.
                let _ = sender.send(finding);
            };
            stream::run(&Judge::new(), name, input, options, Some(range), &mut sink)
        });
        let written = write_all(&receiver, out);
        if written.is_err() {
            stop.store(true, Ordering::Relaxed);
            receiver.iter().for_each(drop);
        }
        let judged = judging.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (judged, written)
    })
}

fn write_all(findings: &Receiver<Finding>, out: &mut dyn Write) -> io::Result<()> {
    loop {
        // What is there is written before waiting, so that somebody who follows sees it.
        let finding = match findings.try_recv() {
            Ok(finding) => finding,
            Err(_) => {
                out.flush()?;
                match findings.recv() {
                    Ok(finding) => finding,
                    Err(_) => return Ok(()),
                }
            }
        };
        write_record(out, &finding)?;
    }
}

/// Why an input cannot be judged as asked.
enum Unfit {
    Usage(String),
    Io(io::Error),
}

impl From<io::Error> for Unfit {
    fn from(error: io::Error) -> Self {
        Unfit::Io(error)
    }
}

fn is_compressed(file: &mut File) -> io::Result<bool> {
    let mut head = [0; 4];
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(head.starts_with(&[0x1F, 0x8B]) || head == [0x28, 0xB5, 0x2F, 0xFD])
}

/// Moves to the first line that begins at or after the offset; gives where that is.
fn first_line(file: &mut File, offset: u64) -> io::Result<u64> {
    let Some(before) = offset.checked_sub(1) else {
        file.seek(SeekFrom::Start(0))?;
        return Ok(0);
    };
    let length = file.seek(SeekFrom::End(0))?;
    if before >= length {
        return Ok(length);
    }
    file.seek(SeekFrom::Start(before))?;
    let mut at = before;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer)?;
        let part = buffer.get(..read).unwrap_or_default();
        if let Some(newline) = part.iter().position(|byte| *byte == b'\n') {
            let start = at + newline as u64 + 1;
            file.seek(SeekFrom::Start(start))?;
            return Ok(start);
        }
        at += read as u64;
        if read == 0 {
            return Ok(at);
        }
    }
}

/// `START-END`, in bytes; without END to the end of the file.
fn bytes(text: &str) -> Result<(u64, u64), String> {
    let (start, end) = text.split_once('-').ok_or("a range is written START-END, in bytes")?;
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
    let start = number(start)?;
    let end = if end.is_empty() { u64::MAX } else { number(end)? };
    if end < start {
        return Err("the range ends before it starts".to_owned());
    }
    Ok((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_two_numbers() {
        assert_eq!(bytes("0-10"), Ok((0, 10)));
        assert_eq!(bytes("7-"), Ok((7, u64::MAX)));
        for wrong in ["", "7", "-", "-7", "9-8", "a-b", "0x1-2"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_belongs_to_the_range_that_it_begins_in() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"ab\ncd\ne").unwrap();
        let starts: Vec<u64> = (0..9).map(|at| first_line(&mut file, at).unwrap()).collect();
        assert_eq!(starts, [0, 3, 3, 3, 6, 6, 6, 7, 7]);
    }
}
