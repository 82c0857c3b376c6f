//! `execra/phase-unknown`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told, whole};
use crate::read::quote;
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/phase-unknown",
    level: Severity::Error,
    consumer: None,
    says: "A phase is entered once, and before it is updated or left.",
    why: "Phase ids are scoped to their job; a consumer has nothing to update for an id that \
           it never saw.",
    remedy: "Enter the phase first, and give every phase of a job its own id.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule {
    meta: &META,
    on: Kinds::of(&[Kind::PhaseEntered, Kind::PhaseUpdated, Kind::PhaseExited]),
    check,
};

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let (Some(job), Some(phase)) = (whole(stage), step.name()) else { return };
    let known = job.knows_phase(phase);
    let phase = quote(phase);
    match step.kind {
        Kind::PhaseEntered if known => {
            told.report("/phase", format!("phase {phase} is entered a second time"));
        }
        Kind::PhaseUpdated | Kind::PhaseExited if !known => {
            told.report("/phase", format!("phase {phase} was not entered in this job"));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn a_phase_is_known_once_it_is_entered() {
        let phase = |kind: &str, phase: &str| json!({"kind": kind, "phase": phase});
        let first = json!({"kind": "job_created"});
        let here = |line| vec![(line, "/phase".to_owned())];
        let into = phase("phase_entered", "a");
        let fine = [first.clone(), into.clone(), phase("phase_updated", "a")];
        assert!(told(&RULE, &fine).is_empty());
        assert_eq!(told(&RULE, &[first.clone(), phase("phase_updated", "a")]), here(2));
        assert_eq!(told(&RULE, &[first.clone(), phase("phase_exited", "a")]), here(2));
        assert_eq!(told(&RULE, &[first, into.clone(), into]), here(3));
    }
}
