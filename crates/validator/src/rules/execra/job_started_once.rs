//! `execra/job-started-once`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told, whole};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/job-started-once",
    level: Severity::Error,
    consumer: None,
    says: "`job_started` comes at most once, before anything that a process can cause.",
    why: "The runtime starts one process a job; output of a process that nobody started \
           belongs to somebody else.",
    remedy: "Write `job_started` when the process came up, and before its first output.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::ALL, check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let Some(job) = whole(stage) else { return };
    let kind = step.kind.name();
    if step.kind == Kind::JobStarted && job.started {
        told.report("/kind", "the job has started already");
    } else if step.kind.takes_process() && step.kind != Kind::Exited && !job.started && !job.acted {
        told.report("/kind", format!("`{kind}` needs a process, but the job has not started"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn a_process_comes_up_before_it_acts() {
        let kind = |kind: &str| json!({"kind": kind});
        let run = |kinds: &[&str]| {
            let events: Vec<_> = kinds.iter().map(|name| kind(name)).collect();
            told(&RULE, &events).into_iter().map(|(line, _)| line).collect::<Vec<_>>()
        };
        assert!(run(&["job_created", "job_started", "output_appended"]).is_empty());
        assert!(run(&["job_created", "cancelled", "job_started"]).is_empty());
        assert_eq!(run(&["job_created", "job_started", "job_started"]), [3]);
        assert_eq!(run(&["job_created", "output_appended", "job_started"]), [2]);
        assert_eq!(run(&["job_created", "output_appended", "output_appended"]), [2]);
    }
}
