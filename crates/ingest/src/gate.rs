//! The merge gate: reads a matrix as evidence, not as a verdict, and derives the policy anew.

use std::collections::BTreeMap;

use contracts::runner::{
    FreshnessState, LaneClass, LaneStatus, MatrixCounts, MatrixRow, RunnerStatus, StatusMatrix,
};
use jiff::Timestamp;
use report::visible::visible_within;
use serde::Serialize;
use validator::judge::Judge;
use validator::rules::runner::policy::{self, ReportWindow};

use crate::documents;
use crate::row::duration;
use crate::snapshot;

/// What the gate is told.
#[derive(Debug, Clone, Copy)]
pub struct GateOptions {
    /// The time of the gate.
    pub now: Timestamp,
    /// The bound on the age of matrix and reports, in hours, when one is given.
    pub max_age_hours: Option<u32>,
}

/// What the gate says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Why the matrix cannot be believed.
    pub refusals: Vec<String>,
    /// Required lanes that block, each with its reason.
    pub blocking: Vec<Blocked>,
    /// Required lanes that passed.
    pub passed: Vec<String>,
    /// What is worth knowing and blocks nothing.
    pub remarks: Vec<String>,
}

/// A required lane that blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocked {
    /// The lane.
    pub runner_id: String,
    /// Why.
    pub reason: String,
    /// Where a person finds out more.
    pub evidence_url: Option<String>,
}

impl Verdict {
    /// Whether the merge may go on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.refusals.is_empty() && self.blocking.is_empty()
    }
}

/// Judges a matrix, and where one is given, against the one from before.
#[must_use]
pub fn gate(bytes: &[u8], against: Option<&[u8]>, judge: &Judge, options: GateOptions) -> Verdict {
    let mut verdict = Verdict::default();
    let matrix = match snapshot::matrix(bytes, judge) {
        Ok(matrix) => matrix,
        Err(no) => {
            let how = if no.edited { "was edited" } else { "is no valid matrix" };
            verdict.refusals.push(format!("the matrix {how}: {no}"));
            return verdict;
        }
    };
    refuse(&matrix, options, &mut verdict);
    for row in matrix.matrix_rows.iter().filter(|row| is_required(row)) {
        match blocks(row, options) {
            Some(reason) => verdict.blocking.push(Blocked {
                runner_id: row.runner_id.clone(),
                reason,
                evidence_url: row.evidence_url.clone(),
            }),
            None => verdict.passed.push(row.runner_id.clone()),
        }
    }
    if let Some(against) = against {
        compare(&matrix, against, judge, &mut verdict);
    }
    remark(&matrix, &mut verdict);
    verdict
}

fn is_active(row: &MatrixRow) -> bool {
    // A matrix of others does not say; what it shows is taken to run.
    row.lane_status.is_none_or(|status| status == LaneStatus::Active)
}

fn is_required(row: &MatrixRow) -> bool {
    row.lane_class == LaneClass::Required && is_active(row)
}

fn refuse(matrix: &StatusMatrix, options: GateOptions, verdict: &mut Verdict) {
    if matrix.counts.is_some_and(|counts| counts != recounted(matrix)) {
        verdict.refusals.push("the matrix was edited: its counts are not those of its rows".into());
    }
    if !matrix.matrix_rows.iter().any(is_required) {
        let why = "the matrix has no required, active lane: nothing stands for the merge";
        verdict.refusals.push(why.into());
    }
    if lost_its_seal(matrix) {
        verdict.refusals.push(format!("the matrix was edited: {LOST}"));
    }
    match matrix.updated_at.parse::<Timestamp>() {
        Err(_) => verdict.refusals.push("the matrix does not say when it was made".into()),
        Ok(made) if policy::from_future(options.now, made) => {
            let made = visible_within(&matrix.updated_at, 40);
            verdict
                .refusals
                .push(format!("the matrix says that it was made in the future, {made}"));
        }
        Ok(made) => {
            let (age, bound) =
                (policy::age_seconds(options.now, made), matrix_bound(matrix, options));
            if !policy::within_slo(age, bound) {
                verdict.refusals.push(format!(
                    "the matrix is {} old; the bound is {bound} h: run the ingest again",
                    duration(age)
                ));
            }
        }
    }
}

/// Why a matrix of ours that has no seal is not believed.
const LOST: &str = "it names this program as its writer, which seals what it writes, and has no \
                    seal (`content_sha256`)";

/// Whether it says that this program wrote it, and lacks what this program writes.
fn lost_its_seal(matrix: &StatusMatrix) -> bool {
    let ours = matrix.tool.as_ref().is_some_and(|tool| tool.name == documents::TOOL);
    ours && matrix.content_sha256.is_none()
}

/// The bound on the matrix itself: what the gate was told, else the tightest of its required
/// lanes.
fn matrix_bound(matrix: &StatusMatrix, options: GateOptions) -> u32 {
    let rows = matrix.matrix_rows.iter().filter(|row| is_required(row));
    let tightest = rows.filter_map(|row| row.slo_hours).min();
    options.max_age_hours.or(tightest).unwrap_or(policy::DEFAULT_SLO_HOURS)
}

fn recounted(matrix: &StatusMatrix) -> MatrixCounts {
    documents::counts(&matrix.matrix_rows)
}

/// Why a required lane blocks, derived from what its row observed, at the time of the gate.
fn blocks(row: &MatrixRow, options: GateOptions) -> Option<String> {
    let told = || visible_within(row.reason.as_deref().unwrap_or("no reason is given"), 400);
    if row.freshness_state == FreshnessState::Missing {
        return Some(format!("there is no trustworthy report: {}", told()));
    }
    let slo_hours = policy::slo_hours(row.lane_class, options.max_age_hours, row.slo_hours);
    let freshness = match window(row) {
        Some(window) => policy::freshness(options.now, Some(window), slo_hours),
        // Without times nothing can be derived; what the row says stands.
        None => row.freshness_state,
    };
    match (freshness, row.runner_status) {
        (FreshnessState::Fresh, RunnerStatus::Pass) => None,
        (FreshnessState::Fresh, _) => Some(told().into_owned()),
        (FreshnessState::Stale, _) if row.freshness_state == FreshnessState::Fresh => {
            Some("its report was fresh when the matrix was made, and is stale now".to_owned())
        }
        (FreshnessState::Stale, _) => Some(told().into_owned()),
        (FreshnessState::Missing, _) => Some("its report is from the future".to_owned()),
    }
}

fn window(row: &MatrixRow) -> Option<ReportWindow> {
    let generated_at = row.status_report.as_ref()?.generated_at.parse().ok()?;
    let fresh_until = row.fresh_until.as_deref().and_then(|text| text.parse().ok());
    Some(ReportWindow { generated_at, fresh_until })
}

fn compare(matrix: &StatusMatrix, against: &[u8], judge: &Judge, verdict: &mut Verdict) {
    let old = match snapshot::matrix(against, judge) {
        Ok(old) => old,
        Err(no) => {
            let how = if no.edited { "was edited" } else { "is no valid matrix" };
            verdict.refusals.push(format!("the matrix to compare with {how}: {no}"));
            return;
        }
    };
    if lost_its_seal(&old) {
        verdict.refusals.push(format!("the matrix to compare with was edited: {LOST}"));
    }
    let now: BTreeMap<&str, &MatrixRow> =
        matrix.matrix_rows.iter().map(|row| (row.runner_id.as_str(), row)).collect();
    for row in old.matrix_rows.iter().filter(|row| is_required(row)) {
        let reason = match now.get(row.runner_id.as_str()) {
            None => "the lane was required, and is gone".to_owned(),
            Some(new) if new.lane_class != LaneClass::Required => {
                format!("the lane was required, and was demoted to {}", new.lane_class.as_str())
            }
            Some(new) if !is_active(new) => {
                let status = new.lane_status.map_or("not active", |status| status.as_str());
                format!("the lane was required and active, and is {status} now")
            }
            Some(_) => continue,
        };
        let runner_id = row.runner_id.clone();
        verdict.blocking.push(Blocked { runner_id, reason, evidence_url: None });
    }
}

fn remark(matrix: &StatusMatrix, verdict: &mut Verdict) {
    if matrix.partial == Some(true) {
        verdict.remarks.push("the matrix is partial: its run was cut short".into());
    }
    if matrix.content_sha256.is_none() && !lost_its_seal(matrix) {
        let note = "the matrix has no seal (`content_sha256`): its states were derived anew, but a \
                    row that was taken out or written anew cannot be seen";
        verdict.remarks.push(note.into());
    }
    let overdue = documents::overdue(matrix);
    if overdue > 0 {
        verdict.remarks.push(format!(
            "{overdue} active compatibility lanes are stale or missing; they block nothing"
        ));
    }
}
