//! `execra/exited-once`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/exited-once",
    level: Severity::Error,
    consumer: None,
    says: "A job that started has exactly one `exited`, one that did not has none.",
    why: "The exit is the raw truth that the outcome follows from; two of them are two \
           truths.",
    remedy: "Write `exited` once, when the operating system reports the end of the process.",
};

/// The rule.
pub const RULE: StreamRule =
    StreamRule { meta: &META, on: Kinds::of(&[Kind::Exited, Kind::Finalized]), check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    match (stage, step.kind) {
        (Stage::Open(job), Kind::Exited) if job.exited => {
            told.report("/kind", "the job's process has exited already");
        }
        (Stage::Open(job), Kind::Exited) if !job.started && !job.partial => {
            told.report("/kind", "the job's process exited, but it never started");
        }
        (Stage::Open(job), Kind::Finalized) if job.started && !job.exited && !job.partial => {
            told.report("/kind", "the job started, but is finalized without an `exited`");
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
    fn one_exit_for_one_start() {
        let run = |kinds: &[&str]| {
            let events: Vec<_> = kinds.iter().map(|name| json!({"kind": name})).collect();
            told(&RULE, &events).into_iter().map(|(line, _)| line).collect::<Vec<_>>()
        };
        assert!(run(&["job_created", "job_started", "exited", "finalized"]).is_empty());
        assert!(run(&["job_created", "finalized"]).is_empty());
        assert_eq!(run(&["job_created", "job_started", "exited", "exited"]), [4]);
        assert_eq!(run(&["job_created", "exited", "finalized"]), [2]);
        assert_eq!(run(&["job_created", "job_started", "finalized"]), [3]);
    }
}
