//! `execra/phase-stack`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::read::quote;
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/phase-stack",
    level: Severity::Error,
    consumer: None,
    says: "`phase_exited` names the phase on top of the stack.",
    why: "Phases nest; the runtime drops a pop that does not match, as an \
           `interpreter_error`, so none reaches the wire.",
    remedy: "Leave the inner phases first.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::of(&[Kind::PhaseExited]), check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let (Stage::Open(job), Some(phase)) = (stage, step.name()) else { return };
    if step.kind != Kind::PhaseExited || !job.knows_phase(phase) {
        return;
    }
    match job.phases.top() {
        Some(top) if top == phase => {}
        Some(top) => {
            let (phase, top) = (quote(phase), quote(top));
            told.report("/phase", format!("phase {phase} is left while {top} is on top"));
        }
        None => told.report("/phase", format!("phase {} was left before", quote(phase))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn the_inner_phase_is_left_first() {
        let phase = |kind: &str, phase: &str| json!({"kind": kind, "phase": phase});
        let into = |name| phase("phase_entered", name);
        let out = |name| phase("phase_exited", name);
        let first = json!({"kind": "job_created"});
        let fine = [first.clone(), into("a"), into("b"), out("b"), out("a")];
        assert!(told(&RULE, &fine).is_empty());
        let crossed = [first.clone(), into("a"), into("b"), out("a"), out("b")];
        assert_eq!(told(&RULE, &crossed), [(4, "/phase".to_owned())]);
        let again = [first, into("a"), out("a"), out("a")];
        assert_eq!(told(&RULE, &again), [(4, "/phase".to_owned())]);
    }
}
