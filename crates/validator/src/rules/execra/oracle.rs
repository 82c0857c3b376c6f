//! The mapping that only the runtime owns: exit and evidence → outcome.
//!
//! [`settle`] says what a job comes to; interpreter authors test against it. [`disagreements`]
//! holds a written outcome against the same evidence and says which rule it breaks; job snapshots
//! and streams are judged through it.

use contracts::toolkit::Severity;

use super::part_facts::{OutcomeFacts, ReasonFacts};
use super::{ExitFacts, outcome_reason};

/// The raw end of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It exited with a code.
    Code(i128),
    /// A signal ended it.
    Signal(i128),
}

impl Exit {
    /// The exit of a document, when it has exactly one of the two.
    #[must_use]
    pub fn of(facts: &ExitFacts<'_>) -> Option<Self> {
        match (facts.code.int(), facts.signal.int()) {
            (Some(code), None) if !facts.signal.is_set() => Some(Exit::Code(code)),
            (None, Some(signal)) if !facts.code.is_set() => Some(Exit::Signal(signal)),
            _ => None,
        }
    }

    /// Whether the process says that it did what it should.
    #[must_use]
    pub fn is_success(self) -> bool {
        self == Exit::Code(0)
    }
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Exit::Code(code) => write!(f, "exit code {code}"),
            Exit::Signal(signal) => write!(f, "signal {signal}"),
        }
    }
}

/// What is known of a job beside its outcome.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'e> {
    /// Whether its process came up.
    pub started: bool,
    /// How the process ended; `None` where it has not, or nobody can tell.
    pub exit: Option<Exit>,
    /// Whether somebody cancelled the job; `None` where nobody can tell (a snapshot).
    pub cancelled: Option<bool>,
    /// The codes of the known errors that were detected, in order; `None` where nobody can tell.
    pub known_errors: Option<&'e [&'e str]>,
}

/// What a job comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Outcome `succeeded`.
    Succeeded,
    /// Outcome `failed`, and why.
    Failed(Reason),
    /// Outcome `cancelled`.
    Cancelled,
}

/// Why a job failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// `non_zero_exit` with this code.
    NonZeroExit(i128),
    /// `signal` with this signal.
    Signal(i128),
    /// `known_error` with this code.
    KnownError(String),
    /// `spawn_failed`.
    SpawnFailed,
    /// `timeout`.
    Timeout,
}

/// What a job comes to by its evidence, and by whether the runtime's time-out ended it, which only
/// the runtime knows. `None` while a started job has no exit and nobody cancelled it.
#[must_use]
pub fn settle(evidence: &Evidence<'_>, timed_out: bool) -> Option<Verdict> {
    if evidence.cancelled == Some(true) {
        return Some(Verdict::Cancelled);
    }
    if !evidence.started {
        return Some(Verdict::Failed(Reason::SpawnFailed));
    }
    let exit = evidence.exit?;
    if timed_out {
        return Some(Verdict::Failed(Reason::Timeout));
    }
    if exit.is_success() {
        return Some(Verdict::Succeeded);
    }
    let known = evidence.known_errors.and_then(|codes| codes.first());
    Some(Verdict::Failed(match (known, exit) {
        (Some(code), _) => Reason::KnownError((*code).to_owned()),
        (None, Exit::Code(code)) => Reason::NonZeroExit(code),
        (None, Exit::Signal(signal)) => Reason::Signal(signal),
    }))
}

/// Which rule a written outcome breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// `execra/outcome-verdict`.
    Verdict,
    /// `execra/outcome-reason`.
    Reason,
    /// `execra/outcome-cancelled`.
    Cancelled,
}

/// One way in which a written outcome and the evidence disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The rule.
    pub rule: Broken,
    /// The level.
    pub level: Severity,
    /// Where, below the outcome.
    pub pointer: &'static str,
    /// What is wrong.
    pub message: String,
}

/// Every disagreement between a written outcome and the evidence. What the schema already
/// refuses (an unknown kind, a member of a wrong type) is passed over.
#[must_use]
pub fn disagreements(evidence: &Evidence<'_>, outcome: &OutcomeFacts<'_>) -> Vec<Disagreement> {
    let mut found = match outcome.kind.text() {
        Some("succeeded") => vec![succeeded(evidence)],
        Some("cancelled") => vec![cancelled(evidence)],
        Some("failed") => failed(evidence, &outcome.reason),
        _ => Vec::new(),
    };
    found.drain(..).flatten().collect()
}

fn disagree(rule: Broken, pointer: &'static str, message: String) -> Option<Disagreement> {
    Some(Disagreement { rule, level: Severity::Error, pointer, message })
}

fn succeeded(evidence: &Evidence<'_>) -> Option<Disagreement> {
    verdict_excluded(evidence, "succeeded").or_else(|| {
        let exit = evidence.exit.filter(|exit| !exit.is_success())?;
        disagree(Broken::Verdict, "/kind", format!("the outcome is `succeeded` over {exit}"))
    })
}

/// What excludes every outcome but `cancelled` and `failed` by `spawn_failed`.
fn verdict_excluded(evidence: &Evidence<'_>, outcome: &str) -> Option<Disagreement> {
    if evidence.cancelled == Some(true) {
        let message = format!("the job was cancelled, but its outcome is {outcome}");
        return disagree(Broken::Cancelled, "/kind", message);
    }
    if !evidence.started {
        let message = format!("the job never started, but its outcome is {outcome}");
        return disagree(Broken::Verdict, "/kind", message);
    }
    None
}

fn cancelled(evidence: &Evidence<'_>) -> Option<Disagreement> {
    if evidence.cancelled != Some(false) {
        return None;
    }
    let (level, over) = match evidence.exit {
        Some(exit) if !exit.is_success() => (Severity::Error, format!("over {exit}")),
        Some(exit) => (Severity::Warning, format!("over {exit}")),
        None => (Severity::Warning, "without an exit".to_owned()),
    };
    let message = format!("the outcome is `cancelled` {over}, but nobody cancelled the job");
    Some(Disagreement { rule: Broken::Cancelled, level, pointer: "/kind", message })
}

fn failed(evidence: &Evidence<'_>, reason: &ReasonFacts<'_>) -> Vec<Option<Disagreement>> {
    let Some(kind) = reason.kind.text() else { return Vec::new() };
    if kind == "spawn_failed" {
        let message = "the reason is `spawn_failed`, but the process came up".to_owned();
        return vec![
            evidence.started.then(|| disagree(Broken::Reason, "/reason/kind", message)).flatten(),
        ];
    }
    let excluded = verdict_excluded(evidence, "`failed`");
    if excluded.is_some() || kind == "timeout" {
        return vec![excluded];
    }
    if evidence.exit.is_some_and(Exit::is_success) {
        let message = "the outcome is `failed` over exit code 0".to_owned();
        return vec![disagree(Broken::Verdict, "/kind", message)];
    }
    outcome_reason::disagreements(evidence, kind, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fill_from_tree;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn written(verdict: &Verdict) -> Value {
        match verdict {
            Verdict::Succeeded => json!({"kind": "succeeded", "findings": []}),
            Verdict::Cancelled => json!({"kind": "cancelled", "findings": []}),
            Verdict::Failed(reason) => {
                json!({"kind": "failed", "findings": [], "reason": match reason {
                    Reason::NonZeroExit(code) => json!({"kind": "non_zero_exit", "code": *code as i64}),
                    Reason::Signal(signal) => json!({"kind": "signal", "signal": *signal as i64}),
                    Reason::KnownError(code) => json!({"kind": "known_error", "code": code}),
                    Reason::SpawnFailed => json!({"kind": "spawn_failed"}),
                    Reason::Timeout => json!({"kind": "timeout"}),
                }})
            }
        }
    }

    fn said(evidence: &Evidence<'_>, outcome: &Value) -> Vec<(Broken, Severity, &'static str)> {
        let mut facts = OutcomeFacts::default();
        fill_from_tree(&mut facts, outcome);
        let found = disagreements(evidence, &facts).into_iter();
        found.map(|one| (one.rule, one.level, one.pointer)).collect()
    }

    fn evidence(exit: Option<Exit>) -> Evidence<'static> {
        Evidence { started: true, exit, cancelled: Some(false), known_errors: Some(&[]) }
    }

    fn exits() -> impl Strategy<Value = Option<Exit>> {
        prop_oneof![
            Just(None),
            (-3_i128..4).prop_map(|code| Some(Exit::Code(code))),
            (1_i128..4).prop_map(|signal| Some(Exit::Signal(signal))),
        ]
    }

    proptest! {
        #[test]
        fn what_is_settled_is_agreed_with(
            started: bool, exit in exits(), cancelled: bool, timed_out: bool,
            known in prop::collection::vec(prop_oneof![Just("E1"), Just("E2")], 0..3),
        ) {
            let exit = exit.filter(|_| started);
            let evidence = Evidence {
                started, exit, cancelled: Some(cancelled), known_errors: Some(&known),
            };
            if let Some(verdict) = settle(&evidence, timed_out) {
                prop_assert_eq!(said(&evidence, &written(&verdict)), vec![]);
            }
        }

        #[test]
        fn of_two_verdicts_only_the_settled_ones_are_agreed_with(exit in exits(), other in exits()) {
            let (one, two) = (evidence(exit), evidence(other));
            let (Some(own), Some(foreign)) = (settle(&one, false), settle(&two, false)) else {
                return Ok(());
            };
            prop_assert_eq!(own == foreign, said(&one, &written(&foreign)).is_empty());
        }
    }

    #[test]
    fn an_exit_code_is_never_talked_over() {
        let success = json!({"kind": "succeeded"});
        let verdict = [(Broken::Verdict, Severity::Error, "/kind")];
        assert_eq!(said(&evidence(Some(Exit::Code(3))), &success), verdict);
        assert_eq!(said(&evidence(Some(Exit::Signal(9))), &success), verdict);
        let known = json!({"kind": "failed", "reason": {"kind": "known_error", "code": "E1"}});
        let with = Evidence { known_errors: Some(&["E1"]), ..evidence(Some(Exit::Code(0))) };
        assert_eq!(said(&with, &known), verdict);
    }

    #[test]
    fn a_time_out_outranks_everything_but_a_cancellation() {
        let timeout = json!({"kind": "failed", "reason": {"kind": "timeout"}});
        let known = Evidence { known_errors: Some(&["E1"]), ..evidence(Some(Exit::Code(3))) };
        assert!(said(&known, &timeout).is_empty());
        assert!(said(&evidence(Some(Exit::Code(0))), &timeout).is_empty());
        let cancelled = Evidence { cancelled: Some(true), ..known };
        assert_eq!(said(&cancelled, &timeout)[0].0, Broken::Cancelled);
    }

    #[test]
    fn an_outcome_cancelled_wants_its_event() {
        let cancelled = json!({"kind": "cancelled"});
        let level = |exit| said(&evidence(exit), &cancelled)[0].1;
        assert_eq!(level(Some(Exit::Code(1))), Severity::Error);
        assert_eq!(level(Some(Exit::Signal(15))), Severity::Error);
        assert_eq!(level(Some(Exit::Code(0))), Severity::Warning);
        assert_eq!(level(None), Severity::Warning);
        let snapshot = Evidence { cancelled: None, ..evidence(Some(Exit::Code(1))) };
        assert!(said(&snapshot, &cancelled).is_empty());
    }

    #[test]
    fn a_job_that_never_started_has_two_ends() {
        let queued = Evidence { started: false, ..evidence(None) };
        let spawn = json!({"kind": "failed", "reason": {"kind": "spawn_failed"}});
        assert!(said(&queued, &spawn).is_empty());
        assert!(said(&Evidence { cancelled: Some(true), ..queued }, &spawn).is_empty());
        assert_eq!(said(&queued, &json!({"kind": "succeeded"}))[0].0, Broken::Verdict);
        let timeout = json!({"kind": "failed", "reason": {"kind": "timeout"}});
        assert_eq!(said(&queued, &timeout)[0].0, Broken::Verdict);
        assert_eq!(said(&evidence(None), &spawn)[0].0, Broken::Reason);
    }
}
