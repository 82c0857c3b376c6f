//! A run as a whole: registry and observer in, matrix, log and exit code out.

use std::sync::Arc;

use contracts::runner::{IngestLog, LaneFinding, LaneStatus, LogEntry, MatrixRow, StatusMatrix};
use contracts::toolkit::Severity;
use report::Exit;

use crate::documents::{self, Heading};
use crate::observe::Observer;
use crate::pace::Stop;
use crate::pinned;
use crate::registry::Registry;
use crate::row::Frame;
use crate::run::{self, Job, Outcome, Progress};

/// What is asked of releases that can still be changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Immutable {
    /// Nothing; the row shows it.
    #[default]
    Off,
    /// A warning.
    Warn,
    /// The policy fails.
    Require,
}

/// How a run is to be done.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Time and bound.
    pub frame: Frame,
    /// How many lanes are looked at at once.
    pub workers: usize,
    /// Whether an active compatibility lane without a fresh report fails the policy.
    pub enforce_freshness: bool,
    /// What is asked of releases that can still be changed.
    pub immutable: Immutable,
    /// Whether a registry without any lane is meant.
    pub allow_empty: bool,
    /// Interruption.
    pub stop: Stop,
}

/// What a run made.
#[derive(Debug)]
pub struct Made {
    /// The matrix.
    pub matrix: StatusMatrix,
    /// The log.
    pub log: IngestLog,
    /// What the run as a whole ends with, its outputs aside.
    pub exit: Exit,
    /// What a person should be told beside the table, one sentence each.
    pub remarks: Vec<String>,
}

/// Looks at every lane of the registry and puts the documents together. Whatever happens, there
/// is a matrix and a log.
pub fn make(
    registry: &Registry,
    observer: Arc<Observer>,
    options: &RunOptions,
    progress: Progress<'_>,
) -> Made {
    let mut heading = heading(registry, options.frame);
    let unpinned = heading.report_schema.is_none();
    let job = Job {
        lanes: registry.lanes.clone().into(),
        observer,
        workers: options.workers,
        frame: options.frame,
        // Nothing can be judged without the pinned schema: no lane is looked at then.
        stop: if unpinned { raised() } else { options.stop.clone() },
    };
    let mut outcome = run::run(&job, progress);
    heading.partial = outcome.partial;
    note_mutable(&mut outcome, options.immutable);
    let lanes = std::mem::take(&mut outcome.lanes);
    let (matrix, log) = documents::assemble(&heading, lanes);
    let exit = exit_of(registry, &outcome, &matrix, options);
    let exit = if unpinned { exit.combine(Exit::Usage) } else { exit };
    let remarks = remarks(registry, &outcome, options);
    Made { matrix, log, exit, remarks }
}

/// What is known before any lane was looked at.
fn heading(registry: &Registry, frame: Frame) -> Heading {
    let mut findings = registry.findings.clone();
    let report_schema = pinned::report_schema();
    if let Err(why) = &report_schema {
        findings.push(LaneFinding {
            code: "catalog/pin".into(),
            severity: Severity::Error,
            message: why.clone(),
        });
    }
    let (registry, report_schema) = (registry.reference.clone(), report_schema.ok());
    Heading { frame, partial: false, registry, report_schema, findings }
}

fn raised() -> Stop {
    let stop = Stop::default();
    stop.raise();
    stop
}

fn note_mutable(outcome: &mut Outcome, immutable: Immutable) {
    let severity = match immutable {
        Immutable::Off => return,
        Immutable::Warn => Severity::Warning,
        Immutable::Require => Severity::Error,
    };
    let lanes: &mut Vec<(MatrixRow, LogEntry)> = &mut outcome.lanes;
    for (row, entry) in lanes.iter_mut().filter(|(row, _)| outcome.mutable.contains(&row.runner_id))
    {
        let finding = LaneFinding {
            code: "ingest/release-mutable".into(),
            severity,
            message: match row.immutable {
                Some(false) => "tag and assets of the release can still be changed".into(),
                _ => "the forge does not say that the release is immutable".into(),
            },
        };
        row.findings.push(finding.clone());
        entry.findings.push(finding);
    }
}

fn exit_of(
    registry: &Registry,
    outcome: &Outcome,
    matrix: &StatusMatrix,
    options: &RunOptions,
) -> Exit {
    let when = |holds: bool, exit: Exit| if holds { exit } else { Exit::Clean };
    let silent = outcome.asked && !outcome.answered;
    let empty = registry.lanes.is_empty() && !options.allow_empty;
    let mutable = options.immutable == Immutable::Require && !outcome.mutable.is_empty();
    let overdue = options.enforce_freshness && documents::overdue(matrix) > 0;
    Exit::from_iter([
        when(!outcome.bugs.is_empty(), Exit::Bug),
        when(registry.is_broken() || empty, Exit::Usage),
        when(outcome.partial || silent, Exit::Network),
        when(mutable || overdue, Exit::Policy),
    ])
}

fn remarks(registry: &Registry, outcome: &Outcome, options: &RunOptions) -> Vec<String> {
    let mut remarks: Vec<String> = registry
        .findings
        .iter()
        .map(|finding| format!("registry: {}: {}", finding.severity, finding.message))
        .collect();
    let active = registry.lanes.iter().filter(|lane| lane.status == LaneStatus::Active).count();
    if registry.lanes.is_empty() {
        remarks.push("the registry gives no lane to look at".into());
    } else if active == 0 {
        remarks.push("no lane is active: nothing was fetched".into());
    }
    if outcome.partial {
        remarks.push("the run was cut short: the matrix is partial".into());
    } else if outcome.asked && !outcome.answered {
        remarks.push("no source at all answered".into());
    }
    if options.immutable != Immutable::Off && !outcome.mutable.is_empty() {
        remarks.push(format!("releases that can still be changed: {}", outcome.mutable.join(", ")));
    }
    for lane in &outcome.bugs {
        remarks.push(format!("lane {lane}: a fault of this program; please report it"));
    }
    remarks
}
