//! `cron/camel-case-payload`: the payload that came after v1, sent as v1.

use contracts::toolkit::Severity;

use super::facts::{Report, ReportFacts};
use crate::facts::Fact;
use crate::rule::{Meta, Rule, Sink, UNNAMED};

const META: Meta = Meta {
    code: "cron/camel-case-payload",
    level: Severity::Error,
    consumer: None,
    says: "A v1 report spells its members in snake_case; the camelCase payload of later agents is \
           another contract.",
    why: "Required members may not be removed or renamed within v1, so a payload with `exitCode` \
          for `exit_code` is a new major version, whatever it calls itself.",
    remedy: "Send v1 as `cc-run` defines it (`execution_id`, `exit_code`, `duration_ms`, …), or \
             give the camelCase payload a version of its own.",
};

/// The rule; it stands for the row of missing members that the schema would report.
pub(super) const RULE: Rule<Report> = Rule::<Report>::judged(&META, check).about(&[UNNAMED]);

/// Names that only the later payload has; `command` is in both.
const TELLING: [&str; 10] = [
    "jobId",
    "executionId",
    "exitCode",
    "startTime",
    "endTime",
    "durationMs",
    "executingUid",
    "executingUser",
    "jobName",
    "stderrTruncated",
];

fn check(report: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let as_v1 = match &report.version {
        Fact::Absent => true,
        Fact::Text(version) => version == "1",
        version => version.int() == Some(1),
    };
    let snake = [&report.execution_id, &report.exit_code, &report.duration_ms];
    if !as_v1 || snake.iter().any(|fact| fact.is_present()) {
        return;
    }
    let names = report.others.iter().map(|(name, _)| name.as_ref());
    let camel: Vec<&str> = names.filter(|name| TELLING.contains(name)).collect();
    if camel.len() > 1 {
        let shown = camel.join("`, `");
        sink.report("", format!("this looks like the camelCase payload (`{shown}`), not like v1"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::rules::cron::judged;

    fn payload(version: Value) -> Value {
        json!({"version": version, "jobId": "j-1", "command": "true", "exitCode": 0,
            "startTime": "2026-01-01T00:00:00Z", "durationMs": 3})
    }

    #[test]
    fn one_finding_names_what_gives_it_away() {
        let found = judged(&super::RULE, &payload(json!("1")));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("`jobId`, `exitCode`"), "{}", found[0].message);
        let mut without = payload(json!("1"));
        without.as_object_mut().unwrap().remove("version");
        assert_eq!(judged(&super::RULE, &without).len(), 1);
    }

    #[test]
    fn a_report_that_carries_such_names_beside_its_own_is_none() {
        let mut report = payload(json!("1"));
        report["exit_code"] = json!(0);
        assert!(judged(&super::RULE, &report).is_empty());
        assert!(judged(&super::RULE, &payload(json!("2"))).is_empty());
        assert!(judged(&super::RULE, &json!({"exitCode": 1})).is_empty());
    }
}
