//! `execra/streaming-after-exit`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/streaming-after-exit",
    level: Severity::Warning,
    consumer: None,
    says: "Between `exited` and `finalized` stands evidence only; output and progress belong \
           before.",
    why: "A grandchild can hold the pipe after its parent has gone, so consumers tolerate \
           it; the output may not be the job's own.",
    remedy: "Read the pipes to their end before reporting the exit, where the platform allows \
           it.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule {
    meta: &META,
    on: Kinds::of(&[Kind::OutputAppended, Kind::ProgressUpdated]),
    check,
};

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let Stage::Open(job) = stage else { return };
    if job.exited && !job.told_late && step.kind.streams() {
        let kind = step.kind.name();
        told.report("/kind", format!("`{kind}` follows the job's `exited`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn late_output_is_told_once_a_job() {
        let kind = |kind: &str| json!({"kind": kind});
        let exited = json!({"kind": "exited", "code": {"code": 0}});
        let late = kind("output_appended");
        let events = [kind("job_created"), exited, kind("label_updated"), late.clone(), late];
        assert_eq!(told(&RULE, &events), [(4, "/kind".to_owned())]);
        assert!(told(&RULE, &events[..3]).is_empty());
    }
}
