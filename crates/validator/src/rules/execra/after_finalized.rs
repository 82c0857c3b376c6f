//! `execra/after-finalized`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/after-finalized",
    level: Severity::Error,
    consumer: None,
    says: "Nothing follows a job's `finalized`.",
    why: "Consumers close the job there; what comes later is lost to them.",
    remedy: "Settle the outcome after everything else that is to be told of the job.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::ALL, check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    if matches!(stage, Stage::Over { told: false, .. }) && step.kind != Kind::Finalized {
        let kind = step.kind.name();
        told.report("/kind", format!("`{kind}` follows the job's `finalized`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn what_follows_is_told_once() {
        let kind = |kind: &str| json!({"kind": kind});
        let late = kind("output_appended");
        let events = [kind("job_created"), kind("finalized"), late.clone(), late];
        assert_eq!(told(&RULE, &events), [(3, "/kind".to_owned())]);
    }
}
