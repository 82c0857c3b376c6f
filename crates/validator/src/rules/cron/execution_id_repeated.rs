//! `cron/execution-id-repeated`: one id on two different reports of a run.

use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use super::execution_ids::{ExecutionIds, Seen};
use super::facts::Report;
use super::same_content::ContentDigest;
use crate::phrase::short;
use crate::rule::{Meta, Rule};

const META: Meta = Meta {
    code: "cron/execution-id-repeated",
    level: Severity::Warning,
    consumer: None,
    says: "Across the reports of one run of the check (`--check-unique`), an `execution_id` \
           stands on one content; sending the same report again is fine.",
    why: "The id names one attempt. Two different reports under it overwrite each other wherever \
          they are stored by id.",
    remedy: "Make a new id for every attempt, a retry included.",
};

/// The rule; [`ExecutionIds`](super::ExecutionIds) finds the conflict.
pub(super) const RULE: Rule<Report> = Rule::<Report>::across(&META);

/// The finding for a conflict; `first` says in words where the id was first seen.
#[must_use]
pub fn repeated(id: &str, first: &str) -> Finding {
    let message = format!("`{}` already stands on a different report: {}", short(id), short(first));
    Finding::new(META.code, META.level, message).with_remedy(META.remedy).at("/execution_id")
}

/// The rule over two reports alone: what it says of the second one.
#[must_use]
pub fn repeated_in_pair(first: &Value, second: &Value) -> Vec<Finding> {
    let id = |report: &Value| report.get("execution_id")?.as_str().map(str::to_owned);
    let (Some(one), Some(other)) = (id(first), id(second)) else { return Vec::new() };
    let mut ids = ExecutionIds::new(1);
    ids.observe(&one, ContentDigest::of(first), 0);
    match ids.observe(&other, ContentDigest::of(second), 1) {
        Seen::Conflict { .. } => vec![repeated(&other, "the first of the two")],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_two_reports_the_second_is_told() {
        let one = json!({"execution_id": "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2b", "exit_code": 0});
        let mut two = one.clone();
        assert!(repeated_in_pair(&one, &two).is_empty());
        two["exit_code"] = json!(1);
        assert_eq!(repeated_in_pair(&one, &two).len(), 1);
        assert!(repeated_in_pair(&json!({}), &json!([])).is_empty());
    }

    #[test]
    fn the_finding_says_where_the_id_stood_first() {
        let found = repeated("0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2b", "spool/0001.json");
        assert!(found.message.ends_with("spool/0001.json"), "{}", found.message);
        assert_eq!(found.location.pointer, "/execution_id");
        assert_eq!(found.severity, Severity::Warning);
    }
}
