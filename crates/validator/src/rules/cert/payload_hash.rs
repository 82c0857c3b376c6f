//! `cert/payload-hash`: the stated payload digest is the one of the document.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/payload-hash",
    level: Severity::Error,
    consumer: None,
    says: "`proof.payload_sha256` is the SHA-256 of the certificate's canonical text (`json-c14n-v1`) with that member blanked.",
    why: "It shows that nothing in the certificate was changed since it was issued, by accident or by somebody who does not know the recipe.",
    remedy: "Get the certificate from its source again, or issue it anew with `runner-certify`.",
};

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(stated), Some(found)) =
        (facts.proof.payload_sha256.text(), facts.payload_sha256.as_deref())
    else {
        return;
    };
    if stated != found {
        sink.report(
            "/proof/payload_sha256",
            format!("the payload has the digest {found}, another one is stated"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::cert::test_bench::{codes, good};
    use serde_json::json;

    #[test]
    fn a_changed_member_is_found_also_one_that_the_contract_does_not_name() {
        let mut certificate = good();
        certificate["runner"]["implementation_repo"] = json!("elsewhere");
        assert_eq!(codes(&certificate), ["cert/payload-hash"]);
        let mut certificate = good();
        certificate["more"] = json!(1);
        assert_eq!(codes(&certificate), ["cert/payload-hash"]);
    }

    #[test]
    fn the_order_of_members_does_not_matter() {
        let certificate = good();
        let backwards: serde_json::Map<_, _> =
            certificate.as_object().unwrap().clone().into_iter().rev().collect();
        assert_eq!(codes(&backwards.into()), [""; 0]);
    }
}
