//! The files of a run, each migrated as a whole before anything is written.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use contracts::toolkit::Finding;
use report::{Exit, Judgement};
use validator::inputs::Input;
use validator::read::ndjson::Lines;
use validator::read::{self, Format, Limits, compressed};

use super::one::{Migrated, Stopped, Wanted};
use super::text;
use crate::io::Io;

/// A file, and what became of it.
pub(super) struct Done {
    pub(super) name: String,
    pub(super) path: Option<PathBuf>,
    pub(super) result: Result<Written, Undone>,
}

/// A file that was migrated.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    /// Documents in it.
    pub(super) documents: u64,
    /// Those of them that are not what they were.
    pub(super) changed: u64,
    /// The files of the migrations that were run.
    pub(super) by: Vec<String>,
    /// Whether comments were lost.
    pub(super) comments: bool,
}

/// A file that was not.
pub(super) enum Undone {
    Judged(Judgement),
    Cannot(Exit, String),
}

/// How files are read.
pub(super) struct Reading {
    pub(super) ndjson: bool,
    pub(super) limits: Limits,
}

/// Migrates one file; nothing is written.
pub(super) fn migrate(
    input: &Input,
    wanted: &Wanted<'_>,
    reading: &Reading,
    io: &mut Io<'_>,
) -> Done {
    match input {
        Input::Standard => {
            done("-".to_owned(), None, load(&mut *io.input, reading), wanted, reading)
        }
        Input::Missing(path, why) => Done {
            name: shown(path),
            path: None,
            result: Err(Undone::Cannot(Exit::Io, why.clone())),
        },
        Input::File(path) => {
            let bytes = File::open(path)
                .map_err(|error| error.to_string())
                .and_then(|mut file| load(&mut file, reading));
            done(shown(path), Some(path.clone()), bytes, wanted, reading)
        }
    }
}

fn load(input: &mut (dyn Read + Send), reading: &Reading) -> Result<Vec<u8>, String> {
    compressed::load(input, &reading.limits).map_err(|error| error.to_string())
}

fn done(
    name: String,
    path: Option<PathBuf>,
    bytes: Result<Vec<u8>, String>,
    wanted: &Wanted<'_>,
    reading: &Reading,
) -> Done {
    let result = match bytes {
        Err(why) => Err(Undone::Cannot(Exit::Io, why)),
        Ok(bytes) => {
            let format = Format::detect(&name, &bytes);
            let format = if reading.ndjson { Format::Ndjson } else { format };
            match format {
                Format::Ndjson => lines(&name, &bytes, wanted, reading),
                format => whole(&name, &bytes, format, wanted, reading),
            }
        }
    };
    Done { name, path, result }
}

fn whole(
    name: &str,
    bytes: &[u8],
    format: Format,
    wanted: &Wanted<'_>,
    reading: &Reading,
) -> Result<Written, Undone> {
    let document = read::read(bytes, format, &reading.limits);
    let migrated = wanted.document(&document).map_err(|why| undone(name, vec![why]))?;
    let mut file = Written {
        bytes: bytes.to_vec(),
        documents: 1,
        changed: 0,
        by: Vec::new(),
        comments: false,
    };
    if document.value.as_ref() != Some(&migrated.value) {
        file.changed = 1;
        file.comments = format == Format::Yaml && text::has_comments(bytes);
        file.bytes = written(&migrated, format, bytes)?;
    }
    file.by = migrated.by.into_iter().collect();
    Ok(file)
}

/// A stream: every record, or none. A record that stays keeps its text.
fn lines(
    name: &str,
    bytes: &[u8],
    wanted: &Wanted<'_>,
    reading: &Reading,
) -> Result<Written, Undone> {
    let mut file =
        Written { bytes: Vec::new(), documents: 0, changed: 0, by: Vec::new(), comments: false };
    let mut faults = Vec::new();
    for record in Lines::new(bytes, &reading.limits) {
        let document = record.read(&reading.limits);
        file.documents += 1;
        match wanted.document(&document) {
            Ok(migrated) => {
                if document.value.as_ref() == Some(&migrated.value) {
                    file.bytes.extend_from_slice(record.bytes);
                } else {
                    file.changed += 1;
                    file.bytes.extend(written(&migrated, Format::Ndjson, b"")?);
                }
                file.bytes.push(b'\n');
                file.by.extend(migrated.by);
            }
            Err(Stopped::Cannot(exit, why)) => {
                let why = format!("line {}: {why}", record.line);
                return Err(Undone::Cannot(exit, why));
            }
            Err(why) => faults.push(why),
        }
    }
    file.by.sort();
    file.by.dedup();
    if faults.is_empty() { Ok(file) } else { Err(undone(name, faults)) }
}

fn written(migrated: &Migrated, format: Format, like: &[u8]) -> Result<Vec<u8>, Undone> {
    text::text(&migrated.value, format, like)
        .map_err(|error| Undone::Cannot(Exit::Bug, format!("as {}: {error}", migrated.to)))
}

fn undone(name: &str, why: Vec<Stopped>) -> Undone {
    let mut judgement = Judgement { source: name.to_owned(), instances: 1, ..Judgement::default() };
    for why in why {
        match why {
            Stopped::Cannot(exit, why) => return Undone::Cannot(exit, why),
            Stopped::Findings(reference, mut findings) => {
                for finding in &mut findings {
                    name.clone_into(&mut finding.location.source);
                    if let (None, Some(reference)) = (&finding.contract, reference) {
                        finding.contract = Some(reference.to_string());
                    }
                }
                judgement.contract = reference.map(|reference| reference.to_string());
                judgement.findings.extend::<Vec<Finding>>(findings);
            }
        }
    }
    Undone::Judged(judgement)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
