//! `runner/command-status-derived`: a command's status follows its exit code.

use contracts::toolkit::Severity;

use super::registered;
use super::report_facts::{CommandFacts, ReportFacts};
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/command-status-derived",
    level: Severity::Warning,
    consumer: None,
    says: "A command with status `pass` ended with 0 or with a code that the registry expects; one with `fail` did not end with 0.",
    why: "The exit code is what was observed; a status that says otherwise was decided by something that nobody sees.",
    remedy: "Report the status that the exit code gives, or let the registry's `expect_exit` allow the code.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    for (index, row) in facts.commands.iter().enumerate() {
        let (Some(status), Some(code)) = (row.status.text(), row.exit_code.int()) else { continue };
        let at = format!("/command_results/{index}/status");
        match (status, code) {
            ("fail", 0) => sink.report(at, "`fail` is stated, but the exit code is 0"),
            ("pass", code) if code != 0 && !expected(facts, row, code, sink) => {
                let name = row.command.text().unwrap_or("?");
                sink.report(
                    at,
                    format!("`pass` is stated, but `{}` ended with {code}", short(name)),
                );
            }
            _ => {}
        }
    }
}

/// Whether the registry, as far as it is known here, lets the command end like that.
fn expected(facts: &ReportFacts<'_>, row: &CommandFacts<'_>, code: i128, sink: &Sink<'_>) -> bool {
    let (Some(runner), Some(command)) = (facts.runner_id.text(), row.command.text()) else {
        return false;
    };
    registered::expected_exits(sink.context(), runner, command)
        .is_some_and(|codes| codes.iter().any(|expected| i128::from(*expected) == code))
}

#[cfg(test)]
mod tests {
    use crate::context::{CertificateContext, Context};
    use crate::proof::demands::{Demands, LaneDemand};
    use crate::rules::runner::bench::{Tree, codes, report};
    use serde_json::{Value, json};

    fn with(status: &str, exit_code: i64) -> Value {
        let mut document = report();
        document["overall_status"] = json!(if status == "fail" { "fail" } else { "pass" });
        document["command_results"][0]["status"] = json!(status);
        document["command_results"][0]["exit_code"] = json!(exit_code);
        document
    }

    const FOUND: [&str; 1] = ["W runner/command-status-derived /command_results/0/status"];

    #[test]
    fn a_status_that_the_exit_code_does_not_give_is_found() {
        assert_eq!(codes(&with("pass", 1), Context::default()), FOUND);
        assert_eq!(codes(&with("fail", 0), Context::default()), FOUND);
        assert_eq!(codes(&with("skip", 1), Context::default()), [""; 0]);
        assert_eq!(codes(&with("fail", -9), Context::default()), [""; 0]);
    }

    #[test]
    fn a_code_that_the_registry_expects_is_a_pass() {
        let demands = Demands::of(&json!({"command_contract_subset":
            [{"name": "governance", "args": [], "expect_exit": [0, 1]}]}));
        let lane = LaneDemand {
            runner_id: "rust".to_owned(),
            class: "required".to_owned(),
            status: "active".to_owned(),
            implementation_repo: None,
            demands,
        };
        let certificate = CertificateContext { lane: Some(&lane), ..CertificateContext::default() };
        let context = Context { certificate, ..Context::default() };
        assert_eq!(codes(&with("pass", 1), context), [""; 0]);
        assert_eq!(codes(&with("pass", 2), context), FOUND);
    }

    #[test]
    fn so_is_one_that_the_registry_below_the_root_expects() {
        let root = Tree::of(&[(
            "/specs/01_schema/runner_certification_registry_v1.yaml",
            r#"{"version": 1, "runners": [{"runner_id": "rust", "command_contract_subset":
                [{"name": "governance", "args": [], "expect_exit": [0, 1]}]}]}"#,
        )]);
        let context = Context { root: Some(&root), ..Context::default() };
        assert_eq!(codes(&with("pass", 1), context), [""; 0]);
        assert_eq!(codes(&with("pass", 2), context), FOUND);
    }
}
