//! `cert/skipped-required`: a lane that blocks cannot pass by not running.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use super::facts::CheckOutcome;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/skipped-required",
    level: Severity::Error,
    consumer: None,
    says: "A required, active lane with skipped checks cannot pass.",
    why: "A check that nobody ran proves nothing, and this lane decides whether others may merge.",
    remedy: "Run what was skipped, or let the certificate say `fail`.",
};

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let skipped = facts.count(CheckOutcome::Skipped);
    if facts.runner.derived_blocking() == Some(true)
        && skipped > 0
        && facts.summary.status.text() == Some("pass")
    {
        sink.report(
            "/summary/status",
            format!("`pass` is stated for a required, active lane, and {skipped} of its checks were skipped"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::cert::test_bench::{codes, good, reseal};
    use serde_json::{Value, json};

    fn with_a_skip(word: &str) -> Value {
        let mut certificate = good();
        certificate["checks"][1]["status"] = json!(word);
        let passed = certificate["summary"]["passed"].as_u64().unwrap();
        certificate["summary"]["passed"] = json!(passed - 1);
        certificate["summary"]["skipped"] = json!(1);
        certificate
    }

    #[test]
    fn a_pass_over_skipped_checks_is_found_in_both_spellings() {
        for word in ["skip", "skipped"] {
            let mut certificate = with_a_skip(word);
            reseal(&mut certificate);
            assert_eq!(codes(&certificate), ["cert/skipped-required"]);
        }
    }

    #[test]
    fn the_same_run_that_says_fail_is_honest() {
        let mut certificate = with_a_skip("skip");
        certificate["summary"]["status"] = json!("fail");
        reseal(&mut certificate);
        assert_eq!(codes(&certificate), [""; 0]);
    }
}
