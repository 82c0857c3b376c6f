//! `matrix/policy-derived`: what a row means for a merge follows from the row.

use contracts::runner::{FreshnessState, LaneClass, LaneStatus, PolicyEffect, RunnerStatus};
use contracts::toolkit::Severity;

use super::matrix_facts::{MatrixFacts, RowFacts, word};
use super::policy;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "matrix/policy-derived",
    level: Severity::Error,
    consumer: None,
    says: "A row's `policy_effect` is the one that lane class, lane status, runner status and freshness give.",
    why: "Merge gates look at `policy_effect` alone; a row that was softened by hand would let a merge through that must be blocked.",
    remedy: "Make the matrix anew with `data-contracts ingest`; never edit one by hand.",
};

pub(super) fn check(facts: &MatrixFacts<'_>, sink: &mut Sink<'_>) {
    for (index, row) in facts.rows.iter().enumerate() {
        let Some(stated) = word::<PolicyEffect>(&row.policy_effect) else { continue };
        let Some((derived, because)) = derive(row) else { continue };
        if stated != derived && !excused(row, stated) {
            sink.report(
                format!("/matrix_rows/{index}/policy_effect"),
                format!("`{}` is stated, but {because} is `{}`", stated.as_str(), derived.as_str()),
            );
        }
    }
}

/// The effect that the row's own words give, and those words. A matrix of others does not name
/// the lane's status: every lane counts as active then, so that leaving it out softens nothing.
fn derive(row: &RowFacts<'_>) -> Option<(PolicyEffect, String)> {
    let class: LaneClass = word(&row.lane_class)?;
    let lane = match row.lane_status.is_set() {
        true => word::<LaneStatus>(&row.lane_status)?,
        false => LaneStatus::Active,
    };
    let runner: RunnerStatus = word(&row.runner_status)?;
    let freshness: FreshnessState = word(&row.freshness_state)?;
    let because = format!(
        "a lane that is {}, {}, {} and reports `{}`",
        class.as_str(),
        lane.as_str(),
        freshness.as_str(),
        runner.as_str()
    );
    Some((policy::effect(class, lane, runner, freshness), because))
}

/// Without `lane_status` a missing compatibility row can be a lane that is not run.
fn excused(row: &RowFacts<'_>, stated: PolicyEffect) -> bool {
    !row.lane_status.is_set()
        && stated != PolicyEffect::BlockingFail
        && row.lane_class.text() == Some("compatibility_non_blocking")
        && row.freshness_state.text() == Some("missing")
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, matrix};
    use serde_json::json;

    const FOUND: [&str; 1] = ["E matrix/policy-derived /matrix_rows/0/policy_effect"];

    fn with(changes: serde_json::Value) -> Vec<String> {
        let mut document = matrix();
        let row = document["matrix_rows"][0].as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                row.remove(name);
            } else {
                row.insert(name.clone(), value.clone());
            }
        }
        codes(&document, Context::default())
    }

    #[test]
    fn a_row_that_was_softened_is_found() {
        assert_eq!(with(json!({"runner_status": "fail"})), FOUND);
        assert_eq!(
            with(json!({"runner_status": "fail", "policy_effect": "blocking_fail"})),
            [""; 0]
        );
        assert_eq!(with(json!({"policy_effect": "blocking_fail"})), FOUND);
        assert_eq!(with(json!({"runner_status": "fail", "lane_status": "planned"})), [""; 0]);
    }

    #[test]
    fn leaving_the_lane_status_out_softens_nothing() {
        assert_eq!(with(json!({"runner_status": "fail", "lane_status": null})), FOUND);
        for effect in ["non_blocking_warn", "non_blocking_fail", "blocking_fail"] {
            let missing = with(json!({"lane_class": "compatibility_non_blocking",
                "freshness_state": "missing", "lane_status": null, "policy_effect": effect}));
            assert_eq!(missing.is_empty(), effect != "blocking_fail", "{effect}");
        }
    }

    #[test]
    fn words_that_the_schema_refuses_are_left_to_it() {
        assert_eq!(with(json!({"lane_status": "sleeping", "runner_status": "fail"})), [""; 0]);
        assert_eq!(with(json!({"policy_effect": "block"})), [""; 0]);
    }
}
