//! The CronCommander execution report.

mod camel_case_payload;
mod empty_text;
mod enrichment_altered;
mod execution_id_repeated;
mod execution_ids;
pub mod expression;
mod expression_quick;
mod facts;
mod optional_shadows_required;
mod same_content;
mod schedule_expression;
mod status_derived;

pub use enrichment_altered::altered;
pub use execution_id_repeated::{repeated, repeated_in_pair};
pub use execution_ids::{ExecutionIds, Seen};
pub use facts::{Report, ReportFacts};
pub use same_content::ContentDigest;

use crate::rule::{ContractRules, Judged, Rule};

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] =
    &[&ContractRules { contract: "cron/execution-report", rules: REPORT_RULES }];

const REPORT_RULES: &[Rule<Report>] = &[
    status_derived::RULE,
    schedule_expression::RULE,
    empty_text::RULE,
    enrichment_altered::RULE,
    execution_id_repeated::RULE,
    camel_case_payload::RULE,
    optional_shadows_required::RULE,
];

/// Rules that stand for everything the schema would say of the same document: where one of them
/// reports, the findings `schema/*` are left out.
pub const SUPERSEDES_SCHEMA: &[&str] = &["cron/camel-case-payload"];

/// What one rule says of a tree.
#[cfg(test)]
fn judged(
    rule: &crate::rule::Rule<Report>,
    tree: &serde_json::Value,
) -> Vec<contracts::toolkit::Finding> {
    crate::rule::judged_alone(rule, tree, crate::context::Context::default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rule_finds_nothing_without_the_members_that_it_is_about() {
        let shadows = json!({"host": "a", "Host": "b", "schedule": "never"});
        let camel = json!({"jobId": "1", "exitCode": 0});
        let without = json!({"host": "a", "exit_code": 0});
        for rule in REPORT_RULES.iter().filter(|rule| !rule.about.is_empty()) {
            let found = judged(rule, &shadows).len() + judged(rule, &camel).len();
            assert!(found > 0, "{} is not tried", rule.meta.code);
            assert!(judged(rule, &without).is_empty(), "{}", rule.meta.code);
        }
    }
}
