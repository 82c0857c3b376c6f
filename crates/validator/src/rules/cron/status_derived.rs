//! `cron/status-derived`: the status follows the exit code.

use contracts::toolkit::Severity;

use super::facts::{Report, ReportFacts};
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "cron/status-derived",
    level: Severity::Error,
    consumer: None,
    says: "`status` follows `exit_code`: `success` needs 0, `failure` needs another code, \
           `timeout` allows either.",
    why: "The status is derived, never chosen: a reader that alerts on one member must come to \
          the same answer as a reader that alerts on the other.",
    remedy: "Derive `status` from `exit_code` where the report is made; `timeout` is only for a \
             run that was ended because its time was up.",
};

/// The rule; the schema's clause says the same at the same place.
pub(super) const RULE: Rule<Report> = Rule::<Report>::judged(&META, check);

fn check(report: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(status), Some(code)) = (report.status.text(), report.exit_code.int()) else { return };
    match (status, code) {
        ("success", 1.. | ..=-1) => tell("success", code, "failure", sink),
        ("failure", 0) => tell("failure", code, "success", sink),
        _ => {}
    }
}

#[cold]
fn tell(status: &str, code: i128, derived: &str, sink: &mut Sink<'_>) {
    let message =
        format!("`status` is `{status}`, but `exit_code` is {code}: that is a `{derived}`");
    sink.report("/status", message);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::rules::cron::judged;

    #[test]
    fn only_the_code_that_the_status_needs_is_taken() {
        for (status, code, faulty) in [
            ("success", 0, false),
            ("success", 1, true),
            ("success", -1, true),
            ("failure", 0, true),
            ("failure", 127, false),
            ("timeout", 0, false),
            ("timeout", 124, false),
            ("paused", 1, false),
        ] {
            let found = judged(&super::RULE, &json!({"status": status, "exit_code": code}));
            assert_eq!(!found.is_empty(), faulty, "{status} with {code}");
        }
    }

    #[test]
    fn a_zero_fraction_is_the_integer() {
        assert!(judged(&super::RULE, &json!({"status": "success", "exit_code": 0.0})).is_empty());
    }

    #[test]
    fn a_member_that_is_missing_or_of_another_type_is_the_schemas_fault() {
        for tree in [json!({"status": "success"}), json!({"status": "success", "exit_code": "1"})] {
            assert!(judged(&super::RULE, &tree).is_empty());
        }
    }
}
