//! Recorded releases: what every part answered, so that a run can be repeated without its sources.
//!
//! `DIR/lanes/<runner>/<part>.json` says what came of a part; the body stands beside it as
//! `<part>.body`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use report::visible::visible_within;
use serde::{Deserialize, Serialize};
use url::Url;

use super::origin::redact;
use super::transport::Payload;
use super::trouble::{Cause, Trouble};
use super::want::{Fetched, Source, Want};

/// What is recorded of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    /// What was asked for, without query and credentials.
    url: String,
    /// The body's digest, when one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// The body's length, when one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<u64>,
    /// Why none came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trouble: Option<Trouble>,
    /// How many requests it took.
    #[serde(default)]
    exchanges: u32,
    /// The status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// The new address, where the old one has moved for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved_to: Option<String>,
}

/// Passes everything on to another source and writes down what came.
pub struct Recorder {
    inner: Arc<dyn Source>,
    folder: PathBuf,
    broken: Mutex<Option<io::Error>>,
}

impl Recorder {
    /// Records below `folder` what `inner` answers.
    #[must_use]
    pub fn new(inner: Arc<dyn Source>, folder: impl Into<PathBuf>) -> Self {
        Recorder { inner, folder: folder.into(), broken: Mutex::new(None) }
    }

    /// The first thing that could not be written, if any.
    pub fn broken(&self) -> Option<io::Error> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn write(&self, want: &Want<'_>, fetched: &Fetched) -> io::Result<()> {
        let (record, body) = place(&self.folder, want);
        let mut entry = Record {
            url: shown(want.url),
            sha256: None,
            length: None,
            trouble: None,
            exchanges: fetched.exchanges,
            status: fetched.status,
            moved_to: fetched.moved_to.clone(),
        };
        match &fetched.outcome {
            Ok(payload) => {
                entry.sha256 = Some(payload.sha256.clone());
                entry.length = Some(payload.length);
                if want.keep {
                    write_whole(&body, &payload.bytes)?;
                }
            }
            Err(trouble) => entry.trouble = Some(trouble.clone()),
        }
        let mut text = serde_json::to_vec_pretty(&entry)?;
        text.push(b'\n');
        write_whole(&record, &text)
    }
}

impl Source for Recorder {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        let fetched = self.inner.fetch(want);
        if let Err(error) = self.write(want, &fetched) {
            self.broken.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
        fetched
    }
}

/// Answers from a recording, and from nothing else.
#[derive(Debug, Clone)]
pub struct Replay {
    folder: PathBuf,
}

impl Replay {
    /// The recording in that folder.
    #[must_use]
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        Replay { folder: folder.into() }
    }

    fn read(&self, want: &Want<'_>) -> Result<Fetched, String> {
        let (record, body) = place(&self.folder, want);
        let text = read_bounded(&record, 1024 * 1024).map_err(|kind| match kind {
            io::ErrorKind::NotFound => format!("the recording holds no {} for it", want.part),
            kind => format!("the recorded {} cannot be read: {kind}", want.part),
        })?;
        let entry: Record = serde_json::from_slice(&text)
            .map_err(|error| format!("the recorded {} is broken: {error}", want.part))?;
        if entry.url != shown(want.url) {
            return Err(format!("the recorded {} came from another URL", want.part));
        }
        let outcome = match (entry.trouble, entry.sha256) {
            (Some(trouble), None) => Err(Trouble::new(trouble.cause, trouble.detail)),
            (None, Some(sha256)) => Ok(recorded_payload(want, &body, sha256, entry.length)?),
            _ => return Err(format!("the recorded {} says neither yes nor no", want.part)),
        };
        let moved_to = entry.moved_to.map(|to| visible_within(&to, 2_000).into_owned());
        Ok(Fetched { outcome, exchanges: entry.exchanges, status: entry.status, moved_to })
    }
}

impl Source for Replay {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        self.read(want)
            .unwrap_or_else(|why| Fetched::plain(Err(Trouble::new(Cause::NotRecorded, why))))
    }
}

fn recorded_payload(
    want: &Want<'_>,
    body: &Path,
    sha256: String,
    length: Option<u64>,
) -> Result<Payload, String> {
    if !want.keep {
        return Ok(Payload { bytes: Vec::new(), sha256, length: length.unwrap_or(0) });
    }
    let bytes = read_bounded(body, want.limit)
        .map_err(|kind| format!("the recorded body of the {} cannot be read: {kind}", want.part))?;
    let payload = Payload::of(bytes);
    if payload.sha256 != sha256 {
        return Err(format!("the recorded body of the {} was edited", want.part));
    }
    Ok(payload)
}

/// Record and body of a part. Runner ids are fit to be path components by the registry's rule;
/// anything else is kept from naming another folder all the same.
fn place(folder: &Path, want: &Want<'_>) -> (PathBuf, PathBuf) {
    let lane: String = want
        .lane
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
        .collect();
    let lane = folder.join("lanes").join(lane.trim_start_matches('.'));
    (lane.join(format!("{}.json", want.part)), lane.join(format!("{}.body", want.part)))
}

fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(parsed) if parsed.scheme() != "file" => redact(&parsed),
        _ => visible_within(url, 2_000).into_owned(),
    }
}

fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, io::ErrorKind> {
    let about = fs::metadata(path).map_err(|e| e.kind())?;
    if !about.is_file() || about.len() > limit {
        return Err(io::ErrorKind::FileTooLarge);
    }
    fs::read(path).map_err(|e| e.kind())
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}
