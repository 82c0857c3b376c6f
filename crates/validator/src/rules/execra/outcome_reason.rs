//! `execra/outcome-reason`: the parts that hold on one event and on one job snapshot.

use contracts::toolkit::Severity;

use super::event_facts::Event;
use super::job_facts::Job;
use super::job_state;
use super::oracle::{Broken, Disagreement, Evidence, Exit};
use super::outcome_stream;
use super::part_facts::{OutcomeFacts, ReasonFacts};
use super::step::Kind;
use super::stream_rule::{Kinds, StreamRule};
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/outcome-reason",
    level: Severity::Error,
    consumer: None,
    says: "The reason repeats the evidence: the exit's code or signal, the known error that was \
           detected, `spawn_failed` only when no process came up.",
    why: "Displays show the reason and not the events behind it; the two must not tell two stories.",
    remedy: "Copy code and signal from the exit, and name the known error where there was one.",
};

/// The rule for `execra/event`: `non_zero_exit` is not zero.
pub const EVENT: Rule<Event> = Rule::<Event>::judged(&META, |event, sink| {
    if event.kind.text() == Some("finalized") {
        not_zero(&event.outcome, sink);
    }
})
.about(&["outcome"]);
/// The rule for `execra/job`.
pub const JOB: Rule<Job> = Rule::<Job>::judged(&META, |job, sink| {
    not_zero(&job.outcome, sink);
    job_state::report_disagreements(job, Broken::Reason, sink);
});

/// The rule for a stream.
pub const STREAM: StreamRule = StreamRule {
    meta: &META,
    on: Kinds::of(&[Kind::Finalized]),
    check: |stage, step, told| outcome_stream::report(Broken::Reason, stage, step, told),
};

fn not_zero(outcome: &OutcomeFacts<'_>, sink: &mut Sink<'_>) {
    let reason = &outcome.reason;
    if reason.kind.text() == Some("non_zero_exit") && reason.code.int() == Some(0) {
        sink.report("/outcome/reason/code", "the reason is `non_zero_exit`, but its code is 0");
    }
}

/// What is wrong with a reason that says how the process failed.
pub(super) fn disagreements(
    evidence: &Evidence<'_>,
    kind: &str,
    reason: &ReasonFacts<'_>,
) -> Vec<Option<Disagreement>> {
    if kind == "known_error" {
        return vec![undetected(evidence, reason)];
    }
    let known = evidence.known_errors.and_then(|codes| codes.first());
    let told = match (kind, evidence.exit) {
        ("non_zero_exit", Some(Exit::Code(code))) => differs("code", reason.code.int(), code),
        ("signal", Some(Exit::Signal(signal))) => differs("signal", reason.signal.int(), signal),
        ("non_zero_exit" | "signal", Some(exit)) if known.is_none() => disagree(
            "/reason/kind",
            format!("the reason is `{kind}`, but the process ended by {exit}"),
        ),
        _ => None,
    };
    let outranked = known.filter(|_| matches!(kind, "non_zero_exit" | "signal")).and_then(|code| {
        let code = quote(code);
        disagree(
            "/reason/kind",
            format!("the known error {code} was detected, but the reason is `{kind}`"),
        )
    });
    vec![told, outranked]
}

fn undetected(evidence: &Evidence<'_>, reason: &ReasonFacts<'_>) -> Option<Disagreement> {
    let (codes, code) = (evidence.known_errors?, reason.code.text()?);
    if codes.contains(&code) {
        return None;
    }
    disagree("/reason/code", format!("no known error {} was detected in the job", quote(code)))
}

fn differs(member: &str, written: Option<i128>, exit: i128) -> Option<Disagreement> {
    let written = written.filter(|written| *written != exit)?;
    let pointer = if member == "code" { "/reason/code" } else { "/reason/signal" };
    disagree(pointer, format!("the reason says {member} {written}, the exit {exit}"))
}

fn disagree(pointer: &'static str, message: String) -> Option<Disagreement> {
    Some(Disagreement { rule: Broken::Reason, level: Severity::Error, pointer, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn job(exit: Value, reason: Value) -> Vec<String> {
        places(
            &JOB,
            &json!({"state": "finalized", "started_at": {"secs_since_epoch": 1, "nanos_since_epoch": 0},
            "exit": exit, "outcome": {"kind": "failed", "reason": reason}}),
        )
    }

    #[test]
    fn the_reason_repeats_the_exit() {
        let (code, signal) = (json!({"code": 3}), json!({"signal": 9}));
        assert!(job(code.clone(), json!({"kind": "non_zero_exit", "code": 3})).is_empty());
        assert!(job(signal.clone(), json!({"kind": "signal", "signal": 9})).is_empty());
        assert!(job(code.clone(), json!({"kind": "known_error", "code": "E1"})).is_empty());
        assert_eq!(
            job(code.clone(), json!({"kind": "non_zero_exit", "code": 4})),
            ["error /outcome/reason/code"]
        );
        assert_eq!(
            job(signal.clone(), json!({"kind": "signal", "signal": 15})),
            ["error /outcome/reason/signal"]
        );
        let crossed = ["error /outcome/reason/kind"];
        assert_eq!(job(code.clone(), json!({"kind": "signal", "signal": 3})), crossed);
        assert_eq!(job(signal, json!({"kind": "non_zero_exit", "code": 9})), crossed);
        assert_eq!(job(code, json!({"kind": "spawn_failed", "error": "e"})), crossed);
    }

    #[test]
    fn non_zero_is_not_zero() {
        let event = json!({"kind": "finalized",
            "outcome": {"kind": "failed", "reason": {"kind": "non_zero_exit", "code": 0}}});
        assert_eq!(places(&EVENT, &event), ["error /outcome/reason/code"]);
    }
}
