//! The table at the end of a run, for a terminal or a log.

use std::fmt::Write as _;

use contracts::runner::StatusMatrix;

use super::face;
use super::log_line::foreign;
use crate::row::duration;

/// Lanes of the table at most; the JSON holds all of them.
const MOST_LANES: usize = 200;

/// The table. Lanes that need somebody come first; within that, the order of the registry stands.
#[must_use]
pub fn table(matrix: &StatusMatrix) -> String {
    let mut rows: Vec<_> = matrix.matrix_rows.iter().collect();
    rows.sort_by_key(|row| row.policy_effect_rank());
    let wide = rows.iter().map(|row| row.runner_id.len()).max().unwrap_or(4).max(4);
    let mut table = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        table,
        "{:<9}  {:<wide$}  {:<13}  {:<7}  {:<8}  {:<11}  WHY",
        "VERDICT", "LANE", "CLASS", "STATE", "RUNNER", "AGE"
    );
    for row in rows.iter().take(MOST_LANES) {
        let verdict = face::verdict(row);
        let age = row.status_report.as_ref().and_then(|times| times.age_seconds);
        let _ = writeln!(
            table,
            "{} {:<7}  {:<wide$}  {:<13}  {:<7}  {:<8}  {:<11}  {}",
            verdict.sign,
            verdict.word,
            row.runner_id,
            face::class(row.lane_class),
            row.freshness_state.as_str(),
            row.runner_status.as_str(),
            age.map_or_else(|| "-".to_owned(), duration),
            foreign(row.reason.as_deref().unwrap_or_default(), 160),
        );
    }
    if rows.len() > MOST_LANES {
        let _ = writeln!(table, "… and {} more", rows.len() - MOST_LANES);
    }
    let _ = write!(table, "{}", closing(matrix));
    table
}

fn closing(matrix: &StatusMatrix) -> String {
    let counts = matrix.counts.unwrap_or_default();
    let partial = if matrix.partial == Some(true) { " (partial)" } else { "" };
    format!(
        "{} lanes{partial}: {} fresh, {} stale, {} missing; {} blocking, {} overdue\n",
        counts.lanes,
        counts.fresh,
        counts.stale,
        counts.missing,
        counts.blocking_fail,
        counts.non_blocking_fail
    )
}

trait Rank {
    fn policy_effect_rank(&self) -> u8;
}

impl Rank for contracts::runner::MatrixRow {
    fn policy_effect_rank(&self) -> u8 {
        match face::verdict(self).shape {
            "bad" => 0,
            "poor" => 1,
            "good" => 2,
            _ => 3,
        }
    }
}
