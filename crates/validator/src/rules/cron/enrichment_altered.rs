//! `cron/enrichment-altered`: a report as it was made against the report as it was passed on.

use contracts::toolkit::{Finding, Severity};
use serde_json::{Map, Value};

use super::facts::{REQUIRED, Report};
use super::same_content::same;
use crate::phrase;
use crate::rule::{Meta, Rule};
use crate::union::join;

const META: Meta = Meta {
    code: "cron/enrichment-altered",
    level: Severity::Error,
    consumer: None,
    says: "Between the report that `cc-run` made and the report that `cc-agent` passed on, no \
           required member is removed or changed; a changed or removed optional one is a warning.",
    why: "An agent may add to a report; what the run itself said is the record, and the server \
          cannot tell a correction from a fault.",
    remedy: "Pass the members of the original through as they are, and put what the agent knows \
             into members of its own.",
};

/// The rule; [`altered`] judges it.
pub(super) const RULE: Rule<Report> = Rule::<Report>::across(&META);

/// What passing on took away or changed. The pointers are into `after`; the two documents are
/// judged by the contract each on its own, so what is no object is passed over here.
#[must_use]
pub fn altered(before: &Value, after: &Value) -> Vec<Finding> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return Vec::new() };
    before.iter().filter_map(|(name, was)| judge(name, was, after)).collect()
}

fn judge(name: &str, was: &Value, after: &Map<String, Value>) -> Option<Finding> {
    let shown = phrase::short(name);
    let message = match after.get(name) {
        None => format!("`{shown}` was {} and is gone", phrase::value(was)),
        Some(is) if same(was, is) => return None,
        Some(is) => changed(&shown, was, is),
    };
    let level = if REQUIRED.contains(&name) { Severity::Error } else { Severity::Warning };
    Some(Finding::new(META.code, level, message).with_remedy(META.remedy).at(join("", name)))
}

/// Two containers look the same in a sentence, so the message names what differs in them.
fn changed(name: &str, was: &Value, is: &Value) -> String {
    if let (Value::Object(was), Value::Object(is)) = (was, is) {
        let names = was.keys().chain(is.keys().filter(|key| !was.contains_key(*key)));
        let differing = names.filter(|key| match (was.get(*key), is.get(*key)) {
            (Some(one), Some(other)) => !same(one, other),
            _ => true,
        });
        let differing: Vec<String> = differing.cloned().collect();
        return format!("`{name}` was changed in {}", phrase::list(&differing));
    }
    format!("`{name}` was {} and is {}", phrase::value(was), phrase::value(is))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn required_members_are_errors_and_optional_ones_warnings() {
        let before = json!({"exit_code": 0, "host": "a", "job_name": "n", "x_note": 1,
            "environment": {"A": "1", "B": "2"}});
        let after = json!({"exit_code": 1, "job_name": "m",
            "environment": {"A": "1", "B": "3", "C": "4"}});
        let found = altered(&before, &after);
        let told: Vec<_> =
            found.iter().map(|f| (f.location.pointer.as_str(), f.severity)).collect();
        assert_eq!(
            told,
            [
                ("/exit_code", Severity::Error),
                ("/host", Severity::Error),
                ("/job_name", Severity::Warning),
                ("/x_note", Severity::Warning),
                ("/environment", Severity::Warning),
            ]
        );
        assert_eq!(found[0].message, "`exit_code` was `0` and is `1`");
        assert_eq!(found[4].message, "`environment` was changed in `B` or `C`");
    }

    #[test]
    fn adding_and_reordering_are_fine() {
        let before = json!({"exit_code": 0, "environment": {"A": "1", "B": "2"}});
        let after = json!({"agent_version": "3", "environment": {"B": "2", "A": "1"},
            "exit_code": 0.0});
        assert!(altered(&before, &after).is_empty());
        assert!(altered(&json!([]), &after).is_empty());
    }
}
