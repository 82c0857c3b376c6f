//! `execra/phase-open-at-end`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::read::quote;
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/phase-open-at-end",
    level: Severity::Error,
    consumer: None,
    says: "No phase is on the stack when a job is finalized: the runtime pops them first, in \
           order.",
    why: "A consumer that follows the stack would show a finished job inside a running \
           phase.",
    remedy: "Write `phase_exited` for every open phase, the innermost first, before \
           `finalized`.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::of(&[Kind::Finalized]), check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let Stage::Open(job) = stage else { return };
    if let (Kind::Finalized, Some(top)) = (step.kind, job.phases.top()) {
        let (open, top) = (job.phases.open(), quote(top));
        let message =
            format!("the job is finalized with phases on its stack: {open}, {top} on top");
        told.report("/kind", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn the_stack_is_empty_at_the_end() {
        let phase = |kind: &str| json!({"kind": kind, "phase": "a"});
        let (first, last) = (json!({"kind": "job_created"}), json!({"kind": "finalized"}));
        let open = [first.clone(), phase("phase_entered"), last.clone()];
        assert_eq!(told(&RULE, &open), [(3, "/kind".to_owned())]);
        let closed = [first, phase("phase_entered"), phase("phase_exited"), last];
        assert!(told(&RULE, &closed).is_empty());
    }
}
