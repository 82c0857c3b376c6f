//! Matrix and log, put together from rows: the same observations give the same bytes.

use contracts::runner::{
    FreshnessState, IngestLog, LaneClass, LaneFinding, LaneStatus, LogEntry, MatrixCounts,
    MatrixRow, PolicyEffect, RegistryRef, SchemaPin, StatusMatrix,
};
use contracts::toolkit::Tool;
use serde::Serialize;
use validator::rules::runner::policy::DEFAULT_SLO_HOURS;

use crate::row::Frame;
use crate::seal;

/// The name by which matrix and log say who wrote them.
pub const TOOL: &str = "data-contracts";

/// What a run knows beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Time and bound.
    pub frame: Frame,
    /// Whether the run was cut short.
    pub partial: bool,
    /// The registry, when its version could be read.
    pub registry: Option<RegistryRef>,
    /// The schema that reports were judged by.
    pub report_schema: Option<SchemaPin>,
    /// What was found about the registry.
    pub findings: Vec<LaneFinding>,
}

/// Matrix and log of a run.
#[must_use]
pub fn assemble(heading: &Heading, lanes: Vec<(MatrixRow, LogEntry)>) -> (StatusMatrix, IngestLog) {
    let (rows, entries): (Vec<MatrixRow>, Vec<LogEntry>) = lanes.into_iter().unzip();
    let time = heading.frame.now.to_string();
    let partial = heading.partial.then_some(true);
    let tool = Tool { name: TOOL.into(), version: env!("CARGO_PKG_VERSION").into() };
    let mut matrix = StatusMatrix {
        version: 1,
        updated_at: time.clone(),
        partial,
        tool: Some(tool.clone()),
        registry_ref: heading.registry.clone(),
        report_schema: heading.report_schema.clone(),
        counts: Some(counts(&rows)),
        content_sha256: None,
        matrix_rows: rows,
    };
    seal::put(&mut matrix);
    let log = IngestLog {
        version: 1,
        generated_at: time,
        max_age_hours: heading.frame.max_age_hours.unwrap_or(DEFAULT_SLO_HOURS),
        compatibility_stale_or_missing_count: overdue(&matrix),
        partial,
        tool: Some(tool),
        registry_ref: heading.registry.clone(),
        report_schema: heading.report_schema.clone(),
        findings: heading.findings.clone(),
        entries,
    };
    (matrix, log)
}

/// Active compatibility lanes that are stale or missing: what `--enforce-freshness` looks at.
#[must_use]
pub fn overdue(matrix: &StatusMatrix) -> u64 {
    count(&matrix.matrix_rows, |row| {
        row.lane_class == LaneClass::CompatibilityNonBlocking
            && row.lane_status.is_none_or(|status| status == LaneStatus::Active)
            && row.policy_effect == PolicyEffect::NonBlockingFail
    })
}

/// The rows, counted.
#[must_use]
pub fn counts(rows: &[MatrixRow]) -> MatrixCounts {
    let state = |state| count(rows, |row| row.freshness_state == state);
    let effect = |effect| count(rows, |row| row.policy_effect == effect);
    MatrixCounts {
        lanes: count(rows, |_| true),
        fresh: state(FreshnessState::Fresh),
        stale: state(FreshnessState::Stale),
        missing: state(FreshnessState::Missing),
        blocking_fail: effect(PolicyEffect::BlockingFail),
        non_blocking_warn: effect(PolicyEffect::NonBlockingWarn),
        non_blocking_fail: effect(PolicyEffect::NonBlockingFail),
    }
}

fn count(rows: &[MatrixRow], holds: impl Fn(&MatrixRow) -> bool) -> u64 {
    rows.iter().filter(|row| holds(row)).count() as u64
}

/// The JSON text of a document, as it is written to disk: indented, one newline at the end.
///
/// # Errors
/// Never for the documents of this crate; serialisation is fallible by type.
pub fn json(document: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(document)?;
    text.push(b'\n');
    Ok(text)
}
