//! `runner/overall-status-derived`: the whole is not better than its parts.

use contracts::toolkit::Severity;

use super::report_facts::ReportFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/overall-status-derived",
    level: Severity::Error,
    consumer: None,
    says: "`overall_status` is not `pass` when a command failed (and should not be `fail` when none did).",
    why: "The matrix looks at `overall_status` alone; a pass over a failed command lets a merge through that must be blocked.",
    remedy: "Derive `overall_status` from `command_results`: any `fail` makes it `fail` or `degraded`.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let Some(overall) = facts.overall_status.text() else { return };
    let mut failed = facts.commands.iter().filter(|command| command.status.text() == Some("fail"));
    match (overall, failed.next()) {
        ("pass", Some(first)) => {
            let name = first.command.text().unwrap_or("?");
            let more = match failed.count() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            sink.report(
                "/overall_status",
                format!("`pass` is stated, but `{}`{more} failed", short(name)),
            );
        }
        ("fail", None) if facts.commands.iter().all(|row| row.status.text().is_some()) => sink
            .report_with(
                Severity::Warning,
                "/overall_status",
                "`fail` is stated, but none of the commands failed",
                "List the command that failed, or say `degraded`.",
            ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};
    use serde_json::{Value, json};

    fn with(overall: &str, statuses: &[&str]) -> Vec<String> {
        let mut document = report();
        document["overall_status"] = json!(overall);
        document["command_results"] = statuses
            .iter()
            .map(|status| {
                let exit = i32::from(*status == "fail");
                json!({"command": "check", "status": status, "exit_code": exit, "duration_ms": 1})
            })
            .collect::<Vec<Value>>()
            .into();
        codes(&document, Context::default())
    }

    #[test]
    fn a_pass_over_a_failed_command_is_an_error_and_a_fail_over_none_a_warning() {
        assert_eq!(
            with("pass", &["pass", "fail"]),
            ["E runner/overall-status-derived /overall_status"]
        );
        assert_eq!(with("fail", &["pass"]), ["W runner/overall-status-derived /overall_status"]);
        assert_eq!(with("fail", &[]), ["W runner/overall-status-derived /overall_status"]);
    }

    #[test]
    fn degraded_and_unknown_fit_either_and_skips_count_for_nothing() {
        for overall in ["degraded", "unknown"] {
            assert_eq!(with(overall, &["fail"]), [""; 0]);
            assert_eq!(with(overall, &["pass"]), [""; 0]);
        }
        assert_eq!(with("pass", &["skip", "pass"]), [""; 0]);
    }
}
