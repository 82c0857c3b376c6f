//! `execra/outcome-cancelled`.

use contracts::toolkit::Severity;

use super::oracle::Broken;
use super::outcome_stream;
use super::step::Kind;
use super::stream_rule::{Kinds, StreamRule};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/outcome-cancelled",
    level: Severity::Error,
    consumer: None,
    says: "A job with a `cancelled` event ends `cancelled` (or `spawn_failed`), and no other \
           job does.",
    why: "Who stopped the job is what the outcome tells; a failure that nobody asked for \
           must not look like a decision.",
    remedy: "Write the `cancelled` event when somebody cancels, and the outcome that follows \
           from it.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule {
    meta: &META,
    on: Kinds::of(&[Kind::Finalized]),
    check: |stage, step, told| outcome_stream::report(Broken::Cancelled, stage, step, told),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn the_event_and_the_outcome_go_together() {
        let run = |cancelled: bool, kind: &str| {
            let mut events = vec![json!({"kind": "job_created"}), json!({"kind": "job_started"})];
            if cancelled {
                events.push(json!({"kind": "cancelled"}));
            }
            events.push(json!({"kind": "exited", "code": {"signal": 15}}));
            events.push(json!({"kind": "finalized", "outcome": {"kind": kind, "findings": []}}));
            told(&RULE, &events).len()
        };
        assert_eq!((run(true, "cancelled"), run(false, "cancelled")), (0, 1));
        assert_eq!((run(true, "succeeded"), run(false, "succeeded")), (1, 0));
    }
}
