//! `cert/summary-derived`: the summary follows from the rows, the blocking from the lane.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use super::facts::CheckOutcome::{Failed, Passed, Skipped};
use crate::facts::Fact;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/summary-derived",
    level: Severity::Error,
    consumer: None,
    says: "`passed`, `failed`, `skipped`, `status` and `blocking` follow from `checks` and from the runner's class and status.",
    why: "A gate reads the summary; it must not say more than the rows.",
    remedy: "Issue the certificate anew with `runner-certify`; the summary is computed, never written.",
};

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    // A row with a word that the contract does not have is the schema's finding; no count holds.
    if facts.checks.iter().any(|row| row.outcome().is_none()) {
        return;
    }
    let summary = &facts.summary;
    let counts = [
        ("passed", &summary.passed, Passed),
        ("failed", &summary.failed, Failed),
        ("skipped", &summary.skipped, Skipped),
    ];
    for (name, stated, outcome) in counts {
        let found = facts.count(outcome);
        if stated.int().is_some_and(|stated| usize::try_from(stated) != Ok(found)) {
            sink.report(
                format!("/summary/{name}"),
                format!("{found} of the rows of `checks` are `{name}`"),
            );
        }
    }
    check_blocking(facts, sink);
    check_status(facts, sink);
}

fn check_blocking(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let Some(derived) = facts.runner.derived_blocking() else { return };
    let stated: [(&str, &Fact<'_>); 2] = [
        ("/runner/blocking", &facts.runner.blocking),
        ("/summary/blocking", &facts.summary.blocking),
    ];
    for (pointer, blocking) in stated {
        if blocking.bool().is_some_and(|stated| stated != derived) {
            sink.report(
                pointer,
                format!("`blocking` is {derived} for this class and status: it is true exactly for a required, active lane"),
            );
        }
    }
}

fn check_status(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let failed = facts.count(Failed);
    // Skipped rows fail a lane that blocks; a pass over them is `cert/skipped-required`.
    let skips_fail = facts.runner.derived_blocking() == Some(true) && facts.count(Skipped) > 0;
    match facts.summary.status.text() {
        Some("pass") if failed > 0 => sink.report(
            "/summary/status",
            format!("`pass` is stated, and {failed} of the rows of `checks` failed"),
        ),
        Some("fail") if failed == 0 && !skips_fail => sink.report(
            "/summary/status",
            "`fail` is stated, and no row of `checks` gives a reason for it",
        ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::cert::test_bench::{codes, good, reseal};
    use serde_json::{Value, json};

    fn with(pointer: &str, value: Value) -> Vec<String> {
        let mut certificate = good();
        *certificate.pointer_mut(pointer).unwrap() = value;
        reseal(&mut certificate);
        codes(&certificate)
    }

    #[test]
    fn every_part_of_the_summary_is_derived() {
        for (pointer, value) in [
            ("/summary/passed", json!(9)),
            ("/summary/failed", json!(1)),
            ("/summary/skipped", json!(-1)),
            ("/summary/status", json!("fail")),
            ("/summary/blocking", json!(false)),
            ("/runner/blocking", json!(false)),
            ("/checks/1/status", json!("fail")),
        ] {
            let codes = with(pointer, value);
            assert!(codes.iter().all(|code| code == "cert/summary-derived"), "{pointer} {codes:?}");
            assert!(!codes.is_empty(), "{pointer}");
        }
    }

    #[test]
    fn a_count_with_a_zero_fraction_is_the_same_count() {
        assert_eq!(with("/summary/failed", json!(0.0)), [""; 0]);
    }

    #[test]
    fn a_failed_run_that_says_so_is_coherent() {
        let mut certificate = good();
        certificate["checks"][1]["status"] = json!("fail");
        certificate["summary"]["status"] = json!("fail");
        certificate["summary"]["failed"] = json!(1);
        let passed = certificate["summary"]["passed"].as_u64().unwrap();
        certificate["summary"]["passed"] = json!(passed - 1);
        reseal(&mut certificate);
        assert_eq!(codes(&certificate), [""; 0]);
    }
}
