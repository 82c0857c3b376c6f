//! What a runner says on standard output about a case, when it says it in the published form.

use contracts::toolkit::Severity;
use serde::{Deserialize, Serialize};
use validator::read::{Format, Limits, read, typed};

/// More findings than this are no answer to one document.
const MOST_FINDINGS: usize = 10_000;

/// One finding of a runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// The rule's code.
    pub code: String,
    /// The level.
    pub level: Severity,
}

/// What is read of a `toolkit/finding-report`; its other members are for people.
#[derive(Deserialize)]
struct Answer {
    version: u32,
    findings: Vec<AnswerFinding>,
}

#[derive(Deserialize)]
struct AnswerFinding {
    code: String,
    severity: Severity,
}

/// The findings of a `toolkit/finding-report`; `None` when the output is none. A runner need not
/// write one: then its exit code alone answers.
#[must_use]
pub fn read_answer(stdout: &[u8]) -> Option<Vec<Reported>> {
    if !stdout.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let answer: Answer = typed(&read(stdout, Format::Json, &Limits::default())).ok()?;
    if answer.version != 1 || answer.findings.len() > MOST_FINDINGS {
        return None;
    }
    let findings = answer.findings.into_iter();
    Some(findings.map(|it| Reported { code: it.code, level: it.severity }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_report_is_an_answer_and_anything_else_is_none() {
        let report = br#"{"version": 1, "tool": {"name": "x", "version": "1"}, "documents": [],
            "findings": [{"code": "cron/empty-text", "severity": "warning", "message": "m",
                          "source": "-", "pointer": "/host"}],
            "summary": {"documents": 1, "instances": 1, "errors": 0, "warnings": 1, "notes": 0,
                        "not_judged": 0}}"#;
        assert_eq!(
            read_answer(report),
            Some(vec![Reported { code: "cron/empty-text".into(), level: Severity::Warning }])
        );
        for other in ["", "rejected", "{}", "{\"version\": 1}", "[]", "\u{0}"] {
            assert_eq!(read_answer(other.as_bytes()), None, "{other}");
        }
    }
}
