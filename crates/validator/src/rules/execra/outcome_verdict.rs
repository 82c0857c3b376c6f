//! `execra/outcome-verdict`: the part that holds on one job snapshot.

use contracts::toolkit::Severity;

use super::job_facts::Job;
use super::job_state;
use super::oracle::Broken;
use super::outcome_stream;
use super::step::Kind;
use super::stream_rule::{Kinds, StreamRule};
use crate::rule::{Meta, Rule};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/outcome-verdict",
    level: Severity::Error,
    consumer: None,
    says: "The exit owns the verdict: zero is `succeeded`, anything else `failed`, save a \
           cancellation or a time-out; a job that never started ends `spawn_failed` or `cancelled`.",
    why: "Output can say anything; only the exit code is the program's word on whether it worked.",
    remedy: "Derive the outcome from the exit, and put what the output said into `summary`.",
};

/// The rule for `execra/job`.
pub const JOB: Rule<Job> = Rule::<Job>::judged(&META, |job, sink| {
    job_state::report_disagreements(job, Broken::Verdict, sink)
});

/// The rule for a stream.
pub const STREAM: StreamRule = StreamRule {
    meta: &META,
    on: Kinds::of(&[Kind::Finalized]),
    check: |stage, step, told| outcome_stream::report(Broken::Verdict, stage, step, told),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn job(exit: Value, outcome: Value) -> Value {
        json!({"state": "finalized", "started_at": {"secs_since_epoch": 1, "nanos_since_epoch": 0},
            "exit": exit, "outcome": outcome})
    }

    #[test]
    fn the_exit_decides() {
        let (zero, one) = (json!({"code": 0, "signal": null}), json!({"code": 1, "signal": null}));
        let success = json!({"kind": "succeeded"});
        assert_eq!(places(&JOB, &job(one.clone(), success.clone())), ["error /outcome/kind"]);
        assert!(places(&JOB, &job(zero.clone(), success.clone())).is_empty());
        let failed = json!({"kind": "failed", "reason": {"kind": "non_zero_exit", "code": 1}});
        assert_eq!(places(&JOB, &job(zero.clone(), failed)), ["error /outcome/kind"]);
        let timeout = json!({"kind": "failed", "reason": {"kind": "timeout"}});
        assert!(places(&JOB, &job(zero, timeout)).is_empty());
        assert!(places(&JOB, &job(json!({"code": 1, "signal": 9}), success)).is_empty());
        assert!(places(&JOB, &job(one, json!({"kind": "cancelled"}))).is_empty());
    }

    #[test]
    fn a_job_that_never_started_cannot_succeed() {
        let queued = json!({"state": "finalized", "started_at": null, "exit": null,
            "outcome": {"kind": "succeeded"}});
        assert_eq!(places(&JOB, &queued), ["error /outcome/kind"]);
    }
}
