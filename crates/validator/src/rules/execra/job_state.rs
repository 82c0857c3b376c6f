//! `execra/job-state`.

use std::cmp::Ordering;

use contracts::toolkit::Severity;

use super::job_facts::{Job, JobFacts};
use super::oracle::{Broken, Evidence, Exit, disagreements};
use crate::facts::Fact;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/job-state",
    level: Severity::Error,
    consumer: None,
    says: "A snapshot is coherent: what it holds is what a job in its `state` can have.",
    why: "Displays choose what to show by the state alone; a snapshot that contradicts itself shows \
          an end that has not come, or hides one that has.",
    remedy: "Take the snapshot from one moment, and change state and members in one step.",
};

/// The rule.
pub const RULE: Rule<Job> = Rule::<Job>::judged(&META, check);

fn check(job: &JobFacts<'_>, sink: &mut Sink<'_>) {
    if job.started_at.order(&job.created_at) == Some(Ordering::Less) {
        sink.report("/started_at", "the job started before it was created");
    }
    let Some(state) = job.state.text() else { return };
    started(job, state, sink);
    ended(job, state, sink);
    settled(job, state, sink);
    if state == "finalized" && job.current_phase.is_set() {
        sink.report("/current_phase", "the job is `finalized`, but a phase is still open");
    }
    report_disagreements(job, Broken::Cancelled, sink);
}

fn started(job: &JobFacts<'_>, state: &str, sink: &mut Sink<'_>) {
    let pointer = place("/started_at", &job.started_at.is);
    match state {
        "queued" if job.started_at.is.is_set() => {
            sink.report(pointer, "the job is `queued`, but its process has come up");
        }
        "running" | "exited" if !job.started_at.is.is_set() => {
            sink.report(pointer, format!("the job is `{state}`, but its process never came up"));
        }
        _ => {}
    }
}

fn ended(job: &JobFacts<'_>, state: &str, sink: &mut Sink<'_>) {
    let pointer = place("/exit", &job.exit.is);
    match state {
        "queued" | "running" if job.exit.is.is_set() => {
            sink.report(pointer, format!("the job is `{state}`, but it has an exit"));
        }
        "exited" if !job.exit.is.is_set() => {
            sink.report(pointer, "the job is `exited`, but it has no exit");
        }
        _ => {}
    }
}

fn settled(job: &JobFacts<'_>, state: &str, sink: &mut Sink<'_>) {
    let pointer = place("/outcome", &job.outcome.is);
    match state {
        "queued" | "running" | "exited" if job.outcome.is.is_set() => {
            sink.report(pointer, format!("the job is `{state}`, but it has an outcome"));
        }
        "finalized" | "cancelled" if !job.outcome.is.is_set() => {
            sink.report(pointer, format!("the job is `{state}`, but it has no outcome"));
        }
        _ => {}
    }
}

/// The member, or the whole job where the member is absent.
fn place(pointer: &'static str, fact: &Fact<'_>) -> &'static str {
    if fact.is_present() { pointer } else { "" }
}

/// Holds the outcome against what the snapshot itself knows, and reports what breaks one rule.
pub(super) fn report_disagreements(job: &JobFacts<'_>, rule: Broken, sink: &mut Sink<'_>) {
    let state = job.state.text();
    if !matches!(state, Some("finalized" | "cancelled")) {
        return;
    }
    let evidence = Evidence {
        started: job.started_at.is.is_set(),
        exit: Exit::of(&job.exit),
        cancelled: (state == Some("cancelled")).then_some(true),
        known_errors: None,
    };
    for one in disagreements(&evidence, &job.outcome).into_iter().filter(|one| one.rule == rule) {
        sink.report_as(one.level, format!("/outcome{}", one.pointer), one.message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn at(secs: u64) -> Value {
        json!({"secs_since_epoch": secs, "nanos_since_epoch": 0})
    }

    fn job(state: &str, started: Value, exit: Value, outcome: Value) -> Vec<String> {
        places(
            &RULE,
            &json!({"state": state, "created_at": at(5), "started_at": started,
            "exit": exit, "outcome": outcome, "current_phase": null}),
        )
    }

    #[test]
    fn every_stage_has_its_members() {
        let (null, exit) = (json!(null), json!({"code": 0, "signal": null}));
        let done = json!({"kind": "succeeded", "findings": []});
        let cancelled = json!({"kind": "cancelled", "findings": []});
        for fine in [
            job("queued", null.clone(), null.clone(), null.clone()),
            job("running", at(5), null.clone(), null.clone()),
            job("exited", at(6), exit.clone(), null.clone()),
            job("finalized", at(6), exit.clone(), done.clone()),
            job("finalized", at(6), exit.clone(), cancelled.clone()),
            job("cancelled", at(6), exit.clone(), cancelled.clone()),
            job("cancelled", null.clone(), null.clone(), cancelled.clone()),
            job("sleeping", at(6), exit.clone(), done.clone()),
        ] {
            assert_eq!(fine, Vec::<String>::new());
        }
        for (found, expected) in [
            (job("queued", at(6), null.clone(), null.clone()), "error /started_at"),
            (job("running", null.clone(), null.clone(), null.clone()), "error /started_at"),
            (job("running", at(6), exit.clone(), null.clone()), "error /exit"),
            (job("exited", at(6), null.clone(), null.clone()), "error /exit"),
            (job("exited", at(6), exit.clone(), done.clone()), "error /outcome"),
            (job("finalized", at(6), exit.clone(), null.clone()), "error /outcome"),
            (job("cancelled", at(6), exit.clone(), null.clone()), "error /outcome"),
            (job("cancelled", at(6), exit.clone(), done.clone()), "error /outcome/kind"),
            (job("running", at(4), null.clone(), null.clone()), "error /started_at"),
        ] {
            assert_eq!(found, [expected]);
        }
    }

    #[test]
    fn a_finalized_job_has_no_open_phase() {
        let job = json!({"state": "finalized", "current_phase": "p1",
            "outcome": {"kind": "cancelled"}});
        assert_eq!(places(&RULE, &job), ["error /current_phase"]);
    }

    #[test]
    fn an_absent_member_is_told_at_the_job() {
        assert_eq!(places(&RULE, &json!({"state": "finalized"})), ["error "]);
    }
}
