//! `execra/outcome-findings`.

use contracts::toolkit::Severity;

use super::stage::Stage;
use super::step::{Detail, Kind, Step};
use super::stream_rule::{Kinds, StreamRule, Told, whole};
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/outcome-findings",
    level: Severity::Error,
    consumer: None,
    says: "The outcome holds exactly the findings that were emitted, in order.",
    why: "A finding is announced while the job runs and kept in its outcome; a store that \
           keeps the outcome alone must lose none.",
    remedy: "Copy every finding that was emitted into the outcome, unchanged and in order.",
};

/// The rule.
pub const RULE: StreamRule = StreamRule { meta: &META, on: Kinds::of(&[Kind::Finalized]), check };

fn check(stage: &Stage, step: &Step<'_>, told: &mut Told<'_>) {
    let (Some(job), Detail::Outcome(outcome)) = (whole(stage), &step.detail) else { return };
    let Some(kept) = &outcome.findings else { return };
    let (emitted, kept_count) = (job.findings.len() as u64, outcome.count());
    if emitted == kept_count && job.findings == *kept {
        return;
    }
    let pairs = job.findings.iter().zip(kept);
    let same = pairs.take_while(|(emitted, kept)| emitted == kept).count();
    let message = format!(
        "{emitted} findings were emitted, the outcome holds {kept_count}; they agree on the first {same}"
    );
    told.report("/outcome/findings", message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::execra::stream_rule::told;
    use serde_json::json;

    #[test]
    fn every_finding_is_kept_in_order() {
        let finding = |code: &str| json!({"severity": "info", "code": code, "message": "m"});
        let emitted = |code: &str| json!({"kind": "finding_emitted", "finding": finding(code)});
        let run = |kept: serde_json::Value| {
            let last =
                json!({"kind": "finalized", "outcome": {"kind": "succeeded", "findings": kept}});
            told(&RULE, &[json!({"kind": "job_created"}), emitted("a"), emitted("b"), last]).len()
        };
        assert_eq!(run(json!([finding("a"), finding("b")])), 0);
        assert_eq!(run(json!([finding("b"), finding("a")])), 1);
        assert_eq!(run(json!([finding("a")])), 1);
        assert_eq!(run(json!([finding("a"), finding("b"), finding("b")])), 1);
    }
}
