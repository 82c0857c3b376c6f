//! Dated matrix snapshots in a folder: each a matrix of its own, written once, never trusted
//! without being judged again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use contracts::runner::{FreshnessState, PolicyEffect, RunnerStatus, StatusMatrix};
use jiff::Timestamp;
use report::visible::visible_within;
use serde::Serialize;
use validator::judge::Judge;

use crate::outputs::{OutputError, write_once};
use crate::snapshot;

/// Snapshots that are read at most, the newest.
pub const MOST_SNAPSHOTS: usize = 400;
/// The largest snapshot that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// What one snapshot says of one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// How recent its report was.
    pub freshness: FreshnessState,
    /// What the runner reported.
    pub status: RunnerStatus,
    /// What followed.
    pub effect: PolicyEffect,
}

/// A folder's snapshots, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct History {
    /// The time of each snapshot.
    pub times: Vec<String>,
    /// For each lane its point in each snapshot; nothing where it has no row.
    pub lanes: BTreeMap<String, Vec<Option<Point>>>,
    /// Files that were passed over, each with the reason.
    pub passed_over: Vec<(String, String)>,
}

/// The name of the snapshot of a time.
#[must_use]
pub fn file_name(at: Timestamp) -> String {
    format!("{}.json", at.to_string().replace(':', "-"))
}

/// Keeps a matrix. `false` when another one of the same time stands there already.
///
/// # Errors
/// The folder cannot be written.
pub fn keep(folder: &Path, at: Timestamp, matrix: &[u8]) -> Result<bool, OutputError> {
    write_once(&folder.join(file_name(at)), matrix)
}

/// The newest snapshot from before that time.
#[must_use]
pub fn latest_before(folder: &Path, at: Timestamp, judge: &Judge) -> Option<StatusMatrix> {
    let end = file_name(at);
    let mut names = names(folder, &mut Vec::new());
    names.retain(|name| *name < end && time_of(name).is_some_and(|time| time < at));
    names.sort_by_key(|name| time_of(name));
    names.iter().rev().find_map(|name| read_one(&folder.join(name), judge).ok())
}

/// Reads every snapshot up to that time (all, when none is given). Files that are no matrix are
/// passed over and named.
#[must_use]
pub fn read(folder: &Path, until: Option<Timestamp>, judge: &Judge) -> History {
    let mut history = History::default();
    let mut names = names(folder, &mut history.passed_over);
    names.retain(|name| match (time_of(name), until) {
        (Some(time), Some(until)) => time <= until,
        (Some(_), None) => true,
        (None, _) => {
            let why = "its name is no time, as 2026-08-01T09-00-00Z.json is";
            history.passed_over.push((shown(name), why.to_owned()));
            false
        }
    });
    names.sort_by_key(|name| time_of(name));
    let skip = names.len().saturating_sub(MOST_SNAPSHOTS);
    for name in names.into_iter().skip(skip) {
        match read_one(&folder.join(&name), judge) {
            Ok(matrix) => history.add(&matrix),
            Err(why) => history.passed_over.push((shown(&name), why)),
        }
    }
    history.passed_over.sort();
    history
}

impl History {
    /// Adds a matrix at the end.
    pub fn add(&mut self, matrix: &StatusMatrix) {
        let before = self.times.len();
        self.times.push(matrix.updated_at.clone());
        for row in &matrix.matrix_rows {
            let points = self.lanes.entry(row.runner_id.clone()).or_default();
            points.resize(before, None);
            points.push(Some(Point {
                freshness: row.freshness_state,
                status: row.runner_status,
                effect: row.policy_effect,
            }));
        }
        for points in self.lanes.values_mut() {
            points.resize(before + 1, None);
        }
    }

    /// The last points of a lane, at most that many.
    #[must_use]
    pub fn last(&self, lane: &str, most: usize) -> &[Option<Point>] {
        let points = self.lanes.get(lane).map(Vec::as_slice).unwrap_or_default();
        points.get(points.len().saturating_sub(most)..).unwrap_or_default()
    }
}

fn names(folder: &Path, passed_over: &mut Vec<(String, String)>) -> Vec<String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            passed_over.push((shown(&folder.to_string_lossy()), error.to_string()));
            return Vec::new();
        }
    };
    let path_names = entries.flatten().map(|entry| PathBuf::from(entry.file_name()));
    path_names.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn time_of(name: &str) -> Option<Timestamp> {
    let (date, time) = name.strip_suffix(".json")?.split_once('T')?;
    let at = format!("{date}T{}", time.replace('-', ":")).parse().ok()?;
    (file_name(at) == name).then_some(at)
}

fn read_one(path: &Path, judge: &Judge) -> Result<StatusMatrix, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() || about.len() > LARGEST {
        return Err("it is no file of a sensible size".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let matrix = snapshot::matrix(&bytes, judge).map_err(|no| shown(&no.to_string()))?;
    let (name, updated_at) = (path.file_name(), matrix.updated_at.parse::<Timestamp>());
    let named = name.and_then(|name| time_of(&name.to_string_lossy()));
    match (named, updated_at) {
        (Some(named), Ok(updated_at)) if named == updated_at => Ok(matrix),
        _ => Err(format!("its name and its time, {}, differ", shown(&matrix.updated_at))),
    }
}

fn shown(text: &str) -> String {
    visible_within(text, 300).into_owned()
}
