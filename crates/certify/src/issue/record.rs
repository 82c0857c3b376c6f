//! Observations on disk: a run can be told again, byte for byte, where nothing can be run.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use report::write::{WriteError, atomic_bytes};
use validator::proof::digest;
use validator::read::{Format, Limits, read, typed};

use crate::evidence;
use crate::observe::{OBSERVATIONS_VERSION, Observations};
use crate::plan::Task;
use crate::run::Keep;

const FILE: &str = "observations.json";

/// Why a recording cannot be used, or not be made.
#[derive(Debug)]
pub enum RecordFault {
    /// The recording cannot be read.
    Read(io::Error),
    /// It is no recording, or one of another form; why.
    Malformed(String),
    /// It is one of other demands; what differs.
    Other(String),
    /// Evidence that it names is missing or changed; which.
    Evidence(String),
    /// It cannot be written.
    Write(WriteError),
}

impl fmt::Display for RecordFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordFault::Read(error) => write!(f, "the recording cannot be read: {error}"),
            RecordFault::Malformed(why) => write!(f, "the recording is none of ours: {why}"),
            RecordFault::Other(what) => write!(f, "the recording is of another run: {what}"),
            RecordFault::Evidence(which) => {
                write!(
                    f,
                    "the recording is not whole: {} is missing or changed",
                    which.escape_debug()
                )
            }
            RecordFault::Write(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for RecordFault {}

/// Writes the observations of a run into a folder; its evidence stands there already.
pub(super) fn write(folder: &Path, seen: &Observations) -> Result<(), RecordFault> {
    let text = serde_json::to_string_pretty(seen)
        .map_err(|error| RecordFault::Malformed(error.to_string()))?;
    atomic_bytes(&folder.join(FILE), format!("{text}\n").as_bytes()).map_err(RecordFault::Write)
}

/// Reads the observations of a folder and keeps their evidence anew.
pub(super) fn replay(
    folder: &Path,
    runner_id: &str,
    intent_hash: &str,
    tasks: &[Task],
    keep: &dyn Keep,
) -> Result<Observations, RecordFault> {
    let bytes = fs::read(folder.join(FILE)).map_err(RecordFault::Read)?;
    let seen: Observations = typed(&read(bytes, Format::Json, &Limits::default()))
        .map_err(|error| RecordFault::Malformed(error.to_string()))?;
    if seen.version != OBSERVATIONS_VERSION {
        return Err(RecordFault::Malformed(format!("version {} is unknown", seen.version)));
    }
    fits(&seen, runner_id, intent_hash, tasks)?;
    for one in &seen.tasks {
        for (what, captured) in [("stdout", &one.stdout), ("stderr", &one.stderr)] {
            keep_again(folder, &one.id, what, &captured.sha256, keep)?;
        }
        if !one.argv.is_empty() {
            keep.keep(&evidence::record(one)).map_err(RecordFault::Read)?;
        }
    }
    Ok(seen)
}

/// A recording is evidence for the demands that it was made under, and for no others.
fn fits(
    seen: &Observations,
    runner_id: &str,
    intent_hash: &str,
    tasks: &[Task],
) -> Result<(), RecordFault> {
    let other = |what: &str| Err(RecordFault::Other(what.to_owned()));
    if seen.runner_id != runner_id {
        return other("another runner was run");
    }
    if seen.intent_hash != intent_hash {
        return other("other demands were made of the runner");
    }
    let same = seen.tasks.len() == tasks.len()
        && seen.tasks.iter().zip(tasks).all(|(one, task)| one.id == task.id);
    if same { Ok(()) } else { other("other checks were run") }
}

fn keep_again(
    folder: &Path,
    check: &str,
    what: &str,
    sha256: &str,
    keep: &dyn Keep,
) -> Result<(), RecordFault> {
    if sha256 == digest::of_bytes(b"") {
        return Ok(());
    }
    let missing = || RecordFault::Evidence(format!("{check}, {what}"));
    let hex = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
    if !hex {
        return Err(missing());
    }
    let name = format!("{}/{sha256}.{what}", evidence::folder(check));
    let bytes = fs::read(folder.join("evidence").join(name)).map_err(|_| missing())?;
    let again = evidence::output(check, what, &bytes);
    if digest::of_bytes(&bytes) != sha256 {
        return Err(missing());
    }
    keep.keep(&again).map_err(RecordFault::Read)
}
