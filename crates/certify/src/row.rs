//! From what was demanded and what was seen to one row of the certificate.

use contracts::runner::{Check, CheckStatus, IntentCommand};
use contracts::toolkit::{Expected, ExpectedVerdict};
use report::visible::visible_within;

use crate::observe::{Ending, Observation};
use crate::plan::{Case, Task, Work};

/// The longest reason in a row, in characters.
const DETAIL_LIMIT: usize = 300;

/// The row of a task. `evidence` names where the evidence is kept.
#[must_use]
pub fn row(task: &Task, seen: &Observation, evidence: Option<String>) -> Check {
    let judged = match (&task.work, seen.ending.trouble()) {
        (Work::NoCase(fault), _) => Err(fault.to_string()),
        (_, Some(trouble)) => Err(trouble),
        (Work::Command(command), None) => judge_command(command, &seen.ending),
        (Work::Check(_), None) => judge_check(&seen.ending),
        (Work::Case(case), None) => judge_case(case, seen),
    };
    let ran = !matches!(task.work, Work::NoCase(_));
    let (status, detail) = match judged {
        Ok(detail) => (CheckStatus::Pass, detail),
        Err(detail) => (CheckStatus::Fail, detail),
    };
    Check {
        group: task.group.to_owned(),
        id: task.id.clone(),
        status,
        exit_code: if ran { seen.ending.exit_code() } else { 0 },
        detail: visible_within(&detail, DETAIL_LIMIT).into_owned(),
        duration_ms: ran.then_some(seen.duration_ms),
        evidence_ref: evidence.filter(|_| ran),
    }
}

type Verdict = Result<String, String>;

fn judge_command(command: &IntentCommand, ending: &Ending) -> Verdict {
    let code = ending.exit_code();
    let expected: Vec<String> = command.expect_exit.iter().map(i32::to_string).collect();
    let expected = expected.join(" or ");
    if command.expect_exit.iter().any(|exit| i64::from(*exit) == code) {
        Ok(format!("ended with {code}, as demanded"))
    } else {
        Err(format!("ended with {code}, not with {expected}"))
    }
}

fn judge_check(ending: &Ending) -> Verdict {
    match ending.exit_code() {
        0 => Ok("the check holds".to_owned()),
        1 => Err("the check does not hold".to_owned()),
        code => {
            Err(format!("ended with {code}: the runner does not know this check, or cannot run it"))
        }
    }
}

fn judge_case(case: &Case, seen: &Observation) -> Verdict {
    let answered = match seen.ending.exit_code() {
        0 => ExpectedVerdict::Accept,
        1 => ExpectedVerdict::Reject,
        code => {
            return Err(format!(
                "ended with {code}: the runner does not answer the case protocol (0 accepts, 1 rejects)"
            ));
        }
    };
    match (case.expected.verdict, answered) {
        (ExpectedVerdict::Accept, ExpectedVerdict::Reject) => {
            return Err("rejected a document that keeps the contract".to_owned());
        }
        (ExpectedVerdict::Reject, ExpectedVerdict::Accept) => {
            return Err("accepted a document that breaks the contract".to_owned());
        }
        _ => {}
    }
    judge_reason(&case.expected, seen)
}

/// The verdict is right; is the reason, where the runner gives one?
fn judge_reason(expected: &Expected, seen: &Observation) -> Verdict {
    let verdict = match expected.verdict {
        ExpectedVerdict::Accept => "accepted",
        ExpectedVerdict::Reject => "rejected",
    };
    let Some(rule) = &expected.rule else { return Ok(format!("{verdict}, as it must be")) };
    let Some(reported) = &seen.reported else {
        return Ok(format!("{verdict}, as it must be; the runner does not say by which rule"));
    };
    let named = reported.iter().any(|finding| {
        finding.code == *rule && expected.level.is_none_or(|level| finding.level == level)
    });
    if named {
        Ok(format!("{verdict} with {rule}, as it must be"))
    } else {
        Err(format!("{verdict}, but {rule} is not among the findings"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::{Captured, Reported};
    use contracts::toolkit::Severity;

    fn seen(ending: Ending) -> Observation {
        let nothing = Captured { bytes: 0, kept: 0, sha256: String::new() };
        Observation {
            id: "x".into(),
            argv: vec![],
            ending,
            duration_ms: 5,
            stdout: nothing.clone(),
            stderr: nothing,
            reported: None,
        }
    }

    fn exited(code: i32) -> Observation {
        seen(Ending::Exited { code })
    }

    fn task(work: Work) -> Task {
        Task { group: "command", id: "x".into(), work }
    }

    fn status(work: Work, seen: &Observation) -> CheckStatus {
        row(&task(work), seen, None).status
    }

    fn command() -> Work {
        Work::Command(IntentCommand { name: "x".into(), args: vec![], expect_exit: vec![0, 3] })
    }

    fn case(verdict: ExpectedVerdict, rule: Option<&str>, level: Option<Severity>) -> Work {
        Work::Case(Box::new(Case {
            contract: "a/b@v1".into(),
            options: vec![],
            document: vec![],
            expected: Expected { verdict, rule: rule.map(str::to_owned), level },
        }))
    }

    #[test]
    fn a_command_passes_with_any_of_its_exit_codes() {
        assert_eq!(status(command(), &exited(3)), CheckStatus::Pass);
        assert_eq!(status(command(), &exited(1)), CheckStatus::Fail);
    }

    #[test]
    fn trouble_fails_whatever_the_exit_code_would_have_been() {
        for ending in [
            Ending::Killed { signal: 9 },
            Ending::TimedOut { limit_ms: 1500 },
            Ending::Flooded { limit_bytes: 1 << 20 },
            Ending::LeftBehind { code: Some(0) },
            Ending::NotStarted { reason: "no such program".into() },
        ] {
            let row = row(&task(command()), &seen(ending), Some("ref".into()));
            assert_eq!(row.status, CheckStatus::Fail, "{row:?}");
            assert!(!row.detail.is_empty() && row.evidence_ref.is_some());
        }
    }

    #[test]
    fn a_check_passes_with_zero_only() {
        let check = || Work::Check("a".into());
        assert_eq!(status(check(), &exited(0)), CheckStatus::Pass);
        assert_eq!(status(check(), &exited(1)), CheckStatus::Fail);
        assert_eq!(status(check(), &exited(2)), CheckStatus::Fail);
    }

    #[test]
    fn a_case_needs_the_right_verdict() {
        use ExpectedVerdict::{Accept, Reject};
        assert_eq!(status(case(Accept, None, None), &exited(0)), CheckStatus::Pass);
        assert_eq!(status(case(Accept, None, None), &exited(1)), CheckStatus::Fail);
        assert_eq!(status(case(Reject, None, None), &exited(0)), CheckStatus::Fail);
        assert_eq!(status(case(Reject, None, None), &exited(1)), CheckStatus::Pass);
        assert_eq!(status(case(Reject, None, None), &exited(2)), CheckStatus::Fail);
    }

    #[test]
    fn where_a_runner_gives_reasons_they_must_be_right() {
        let rule = || case(ExpectedVerdict::Reject, Some("a/b"), Some(Severity::Error));
        let mut seen = exited(1);
        assert_eq!(status(rule(), &seen), CheckStatus::Pass, "reasons are not demanded");
        seen.reported = Some(vec![]);
        assert_eq!(status(rule(), &seen), CheckStatus::Fail);
        seen.reported = Some(vec![Reported { code: "a/b".into(), level: Severity::Warning }]);
        assert_eq!(status(rule(), &seen), CheckStatus::Fail);
        seen.reported = Some(vec![Reported { code: "a/b".into(), level: Severity::Error }]);
        assert_eq!(status(rule(), &seen), CheckStatus::Pass);
    }

    #[test]
    fn a_case_that_was_not_found_is_a_failed_row_without_evidence() {
        let work = Work::NoCase(crate::plan::CaseFault::NoFile);
        let row =
            row(&task(work), &seen(Ending::NotStarted { reason: "x".into() }), Some("r".into()));
        assert_eq!((row.status, row.exit_code, row.evidence_ref), (CheckStatus::Fail, 0, None));
        assert_eq!(row.detail, "the case file does not exist");
    }
}
