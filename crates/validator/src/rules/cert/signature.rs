//! `cert/signature`: somebody who may answers for these exact bytes.

use contracts::toolkit::Severity;

use super::CertificateFacts;
use crate::context::Signature;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/signature",
    level: Severity::Error,
    consumer: None,
    says: "With a public key: the envelope beside the certificate is signed by it, over these exact bytes; with `--require-signature` there is one.",
    why: "A digest shows that nothing changed by accident; only a signature shows who answers for it.",
    remedy: "Get certificate and envelope from the runner's release again, or let the runner sign anew (`runner-certify --sign-key`).",
};

/// The signature itself is looked at in `crates/certify`; the outcome comes in the context.
pub(super) fn check(_facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    match sink.context().certificate.signature {
        Signature::NotAsked | Signature::Good => {}
        Signature::Missing => {
            sink.report("", "the certificate is not signed, and a signature is demanded")
        }
        Signature::Bad(reason) => {
            let message = format!("the signature does not hold: {reason}");
            sink.report("", message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::{CertificateContext, Context, Signature};
    use crate::rules::cert::test_bench::{codes_in, good};

    fn codes(signature: Signature<'_>) -> Vec<String> {
        let certificate = CertificateContext { signature, ..CertificateContext::default() };
        codes_in(&good(), Context { certificate, ..Context::default() })
    }

    #[test]
    fn a_signature_that_is_missing_or_broken_is_found_and_others_are_not() {
        assert_eq!(codes(Signature::NotAsked), [""; 0]);
        assert_eq!(codes(Signature::Good), [""; 0]);
        assert_eq!(codes(Signature::Missing), ["cert/signature"]);
        assert_eq!(codes(Signature::Bad("another key")), ["cert/signature"]);
    }
}
