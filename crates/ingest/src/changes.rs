//! What changed from one matrix to the next.

use std::collections::BTreeMap;

use contracts::runner::{LaneClass, LaneStatus, MatrixRow, StatusMatrix};
use report::visible::visible_within;
use serde::Serialize;

/// One change of one lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The lane.
    pub runner_id: String,
    /// What changed, in words.
    pub what: &'static str,
    /// Before; empty for a new lane.
    pub from: String,
    /// Now; empty for a lane that is gone.
    pub to: String,
    /// Whether it is a change for the worse.
    pub worse: bool,
}

/// Every change, by lane, in the order of the new matrix; lanes that are gone come last.
#[must_use]
pub fn between(old: &StatusMatrix, new: &StatusMatrix) -> Vec<Change> {
    let before: BTreeMap<&str, &MatrixRow> = by_id(old);
    let now: BTreeMap<&str, &MatrixRow> = by_id(new);
    let mut changes = Vec::new();
    for row in &new.matrix_rows {
        match before.get(row.runner_id.as_str()) {
            None => changes.push(Change {
                runner_id: row.runner_id.clone(),
                what: "new lane",
                from: String::new(),
                to: state(row),
                worse: false,
            }),
            Some(old) => of_row(old, row, &mut changes),
        }
    }
    for row in old.matrix_rows.iter().filter(|row| !now.contains_key(row.runner_id.as_str())) {
        changes.push(Change {
            runner_id: row.runner_id.clone(),
            what: "lane is gone",
            from: state(row),
            to: String::new(),
            worse: row.lane_class == LaneClass::Required,
        });
    }
    changes
}

fn by_id(matrix: &StatusMatrix) -> BTreeMap<&str, &MatrixRow> {
    matrix.matrix_rows.iter().map(|row| (row.runner_id.as_str(), row)).collect()
}

fn state(row: &MatrixRow) -> String {
    format!("{}, {}", row.freshness_state.as_str(), row.runner_status.as_str())
}

fn of_row(old: &MatrixRow, new: &MatrixRow, changes: &mut Vec<Change>) {
    let mut differ = |what, from: &str, to: &str, worse| {
        if from != to {
            let (runner_id, from, to) = (new.runner_id.clone(), from.into(), to.into());
            changes.push(Change { runner_id, what, from, to, worse });
        }
    };
    let status = |row: &MatrixRow| row.lane_status.unwrap_or(LaneStatus::Active);
    let version = |row: &MatrixRow| {
        let source = row.status_source.as_ref();
        let version = source.map(|source| source.release_version.as_str()).unwrap_or_default();
        // The older matrix is a file that anybody may have written.
        visible_within(version, 100).into_owned()
    };
    let demoted = new.lane_class > old.lane_class;
    differ("class", old.lane_class.as_str(), new.lane_class.as_str(), demoted);
    let switched_off = status(old) == LaneStatus::Active && status(new) != LaneStatus::Active;
    differ("lane", status(old).as_str(), status(new).as_str(), switched_off);
    let (was, is) = (old.freshness_state, new.freshness_state);
    differ("freshness", was.as_str(), is.as_str(), is > was);
    let (was, is) = (old.runner_status, new.runner_status);
    differ("status", was.as_str(), is.as_str(), is > was);
    let (was, is) = (old.policy_effect, new.policy_effect);
    let blocks = is != was && is == contracts::runner::PolicyEffect::BlockingFail;
    differ("effect", was.as_str(), is.as_str(), blocks);
    differ("release", &version(old), &version(new), false);
}
