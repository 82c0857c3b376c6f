//! `execra/finalized-once`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/finalized-once",
    level: Severity::Error,
    consumer: None,
    says: "A job has exactly one `finalized`.",
    why: "It carries the outcome that displays and stores keep; a second one would rewrite \
           history.",
    remedy: "Write `finalized` once, when the outcome is settled.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::of(&[Kind::Finalized]), check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    if matches!(stage, Stage::Over { again: false, .. }) && step.kind == Kind::Finalized {
        told.report("/kind", "the job is finalized already");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn a_second_time_is_told() {
        let kind = |kind: &str| json!({"kind": kind});
        let events = [kind("job_created"), kind("finalized"), kind("finalized")];
        assert_eq!(told(&RULE, &events), [(3, "/kind".to_owned())]);
        assert!(told(&RULE, &events[..2]).is_empty());
        let more = [&events[..], &[kind("finalized")]].concat();
        assert_eq!(told(&RULE, &more).len(), 1, "once is enough");
    }
}
