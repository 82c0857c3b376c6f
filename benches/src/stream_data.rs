//! What the programs are given when streams are measured: the whole streams, the first documents
//! of them as files, and small samples with a single mistake.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{folder, streams};

/// How many documents of a stream are written as files, for programs that take a document a file.
/// Their names are given as arguments, which the system bounds to some two megabytes.
pub const FILES: usize = 20_000;
/// How many documents a sample holds.
const SAMPLE: usize = 500;

/// A stream, the same with one bad line in a hundred, its first documents as files, and its schema.
#[derive(Debug)]
pub struct Data {
    /// `cron` or `execra`.
    pub name: &'static str,
    /// The contract of a stream.
    pub contract: &'static str,
    /// The contract of a document.
    pub document: &'static str,
    /// The schema of a document, as JSON.
    pub schema: PathBuf,
    /// The clean stream.
    pub clean: PathBuf,
    /// The stream with bad lines.
    pub bad: PathBuf,
    /// The first documents of the clean stream.
    pub files: Files,
    /// What every validator has to accept.
    pub accepted: Sample,
    /// What every validator has to refuse: one document in each is bad, the last one.
    pub refused: Vec<Sample>,
}

/// A folder with a document a file.
#[derive(Debug)]
pub struct Files {
    /// The folder.
    pub folder: PathBuf,
    /// How many there are.
    pub count: usize,
    /// Bytes of all documents together.
    pub bytes: u64,
}

/// The same few documents as lines and as files.
#[derive(Debug)]
pub struct Sample {
    /// The lines.
    pub lines: PathBuf,
    /// The folder.
    pub folder: PathBuf,
}

impl Data {
    /// Generates what is not there yet, of at least so many bytes a stream.
    ///
    /// # Errors
    /// When something cannot be written, or our program does not show the schema.
    pub fn prepare(
        scratch: &Path,
        name: &'static str,
        bytes: u64,
        ours: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let (contract, document) = match name {
            "cron" => ("cron/execution-report", "cron/execution-report"),
            _ => ("execra/event-stream", "execra/event"),
        };
        let (clean, bad) = (stream(scratch, name, bytes, 0)?, stream(scratch, name, bytes, 10)?);
        let schema = scratch.join(format!("{name}.schema.json"));
        let shown =
            Command::new(ours).args(["schema", "show", contract, "--format", "json"]).output()?;
        fs::write(&schema, shown.stdout)?;
        let documents = first(&clean, FILES)?;
        let files = files(&scratch.join(format!("{name}_files")), &documents)?;
        let few = documents.get(..SAMPLE).ok_or("the stream is too short for a sample")?;
        let accepted = sample(scratch, &format!("{name}_accepted"), few)?;
        let mut refused = Vec::new();
        for (at, (right, wrong)) in mistakes(name).iter().enumerate() {
            let line = few.iter().find(|line| line.contains(right)).ok_or("no line to spoil")?;
            let mut spoilt = few.to_vec();
            spoilt.push(line.replacen(right, wrong, 1));
            refused.push(sample(scratch, &format!("{name}_refused_{at}"), &spoilt)?);
        }
        Ok(Data { name, contract, document, schema, clean, bad, files, accepted, refused })
    }
}

/// What becomes of a clean document that has to be refused: the mistake of the bad streams, and one
/// that only a validator sees which asserts formats. The schema of an event has no format but that
/// of links, which these streams do not hold.
fn mistakes(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "cron" => &[
            ("\"status\":\"success\"", "\"status\":\"broken\""),
            ("\"timestamp\":\"2026-03-", "\"timestamp\":\"2026-13-"),
        ],
        _ => &[("\"stream\":\"stdout\"", "\"stream\":\"stdlog\"")],
    }
}

fn stream(scratch: &Path, name: &str, bytes: u64, bad: u64) -> io::Result<PathBuf> {
    let path = scratch.join(format!("{name}_{bad}.jsonl"));
    if path.metadata().is_ok_and(|about| about.len() >= bytes) {
        return Ok(path);
    }
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    match name {
        "cron" => streams::cron_reports(folder::SEED, bytes, bad, &mut out)?,
        _ => streams::execra_events(folder::SEED, bytes, bad, &mut out)?,
    }
    out.flush()?;
    Ok(path)
}

/// The first lines of a stream.
fn first(path: &Path, count: usize) -> io::Result<Vec<String>> {
    BufReader::new(File::open(path)?).lines().take(count).collect()
}

fn sample(scratch: &Path, name: &str, documents: &[String]) -> io::Result<Sample> {
    let lines = scratch.join(format!("{name}.jsonl"));
    fs::write(&lines, documents.join("\n") + "\n")?;
    Ok(Sample { lines, folder: files(&scratch.join(name), documents)?.folder })
}

/// Writes the documents into an emptied folder. Their names are short: they are arguments later.
fn files(folder: &Path, documents: &[String]) -> io::Result<Files> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for (at, document) in documents.iter().enumerate() {
        fs::write(folder.join(format!("{at:05}.json")), document)?;
    }
    let bytes = documents.iter().map(|document| document.len() as u64).sum();
    Ok(Files { folder: folder.to_owned(), count: documents.len(), bytes })
}
