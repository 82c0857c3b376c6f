//! `cert/intent-hash`: the stated intent hash is the one of the stated intent.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/intent-hash",
    level: Severity::Error,
    consumer: None,
    says: "`equivalence.intent_hash` is the SHA-256 of the normalised `execution_intent` (`intent-v1`).",
    why: "Certificates of different runners are compared by this hash; a wrong one makes a runner look as if it had been held to more than it was.",
    remedy: "Issue the certificate anew with `runner-certify`; never edit one by hand.",
};

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(stated), Some(found)) =
        (facts.equivalence.intent_hash.text(), facts.intent_hash.as_deref())
    else {
        return;
    };
    if stated != found {
        sink.report(
            "/equivalence/intent_hash",
            format!("the normalised intent has the digest {found}, another one is stated"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::cert::test_bench::{codes, good, reseal};
    use serde_json::json;

    #[test]
    fn an_intent_that_was_changed_after_hashing_is_found() {
        let mut certificate = good();
        certificate["execution_intent"]["registry_ref"]["version"] = json!(9);
        reseal(&mut certificate);
        assert_eq!(codes(&certificate), ["cert/intent-hash"]);
    }

    #[test]
    fn the_order_in_which_the_intent_is_written_does_not_matter() {
        let mut certificate = good();
        let cases = certificate["execution_intent"]["required_core_cases"].as_array_mut().unwrap();
        cases.reverse();
        reseal(&mut certificate);
        assert_eq!(codes(&certificate), [""; 0]);
    }
}
