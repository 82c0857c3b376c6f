//! Each cause of a refusal: its exit code and its sentence.

use contracts::toolkit::RefusalCause::{self, *};
use report::Exit;

/// The exit code of a cause: 1 when the document does not hold, 5 when a demand of the caller is
/// not met, 6 when the signature is broken or nobody's.
#[must_use]
pub fn exit_of(cause: RefusalCause) -> Exit {
    match cause {
        Malformed | UnknownVersion | PayloadHash | IntentHash | Coverage | Summary
        | SkippedRequired | WrongRunner | RegistryDrift | SubjectMismatch => Exit::Findings,
        FromTheFuture | Stale | Failed => Exit::Policy,
        EnvelopeMalformed | PayloadType | SignatureCount | Unsigned | UntrustedKey | Signature
        | StatementMalformed | PredicateType | CertificateMismatch | StatementMismatch
        | KeyNotAllowed | KeyExpired => Exit::Signature,
    }
}

/// What a cause means, in one sentence.
#[must_use]
pub fn says(cause: RefusalCause) -> &'static str {
    match cause {
        EnvelopeMalformed => "the envelope is not in the one form that is signed",
        PayloadType => "the envelope carries something else than an in-toto statement",
        SignatureCount => "the envelope does not carry exactly one signature",
        Unsigned => "a signature is demanded, and there is none that can be checked",
        UntrustedKey => "no key of the trust file has the envelope's key id",
        Signature => "the signature does not hold over these bytes",
        StatementMalformed => "the signed payload is no in-toto statement",
        PredicateType => "the statement is not about a test result",
        CertificateMismatch => "the statement is about another certificate file",
        StatementMismatch => "statement and certificate disagree",
        Malformed => "the file is no certificate",
        UnknownVersion => "the certificate is of a version that is not known here",
        PayloadHash => "the payload digest is not the one of the document",
        IntentHash => "the intent hash is not the one of the intent",
        Coverage => "the rows do not cover the intent exactly",
        Summary => "the summary does not follow from the rows",
        SkippedRequired => "a required, active lane passes over skipped checks",
        WrongRunner => "the certificate is about another runner",
        RegistryDrift => "the certificate was held to other demands than the registry's",
        KeyNotAllowed => "the key may not sign for this runner",
        KeyExpired => "the key is or was not valid at the time",
        SubjectMismatch => "the certificate is not about this artifact or commit",
        FromTheFuture => "the certificate claims to come from the future",
        Stale => "the certificate is too old",
        Failed => "the certified run failed",
    }
}
