//! `execra/first-event`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Detail, Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/first-event",
    level: Severity::Error,
    consumer: None,
    says: "A job's first event is `job_created`, and there is one.",
    why: "A consumer builds the job from that event; without it there is no command to show \
           and no place for what follows.",
    remedy: "Write `job_created` before any other event of the job; give a new run a new job \
           id.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::ALL, check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let created = step.kind == Kind::JobCreated;
    match stage {
        Stage::Unseen if !created && step.detail != Detail::Refused => {
            let kind = step.kind.name();
            told.report("/kind", format!("the job's first event is `{kind}`, not `job_created`"));
        }
        Stage::Open(job) if created && !job.partial => {
            // No line is named: where ranges are judged apart it would count from the range's start.
            told.report("/kind", "the job was created already");
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
    fn created_comes_first_and_once() {
        let kind = |kind: &str| json!({"kind": kind});
        let here = |line| vec![(line, "/kind".to_owned())];
        assert!(told(&RULE, &[kind("job_created"), kind("job_started")]).is_empty());
        assert_eq!(told(&RULE, &[kind("job_started"), kind("exited")]), here(1));
        assert_eq!(told(&RULE, &[kind("job_created"), kind("job_created")]), here(2));
    }
}
