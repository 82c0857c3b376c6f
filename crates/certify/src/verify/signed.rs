//! Whether the bytes are somebody's: envelope, key, signature, statement.

use contracts::toolkit::RefusalCause;
use validator::proof::digest;

use super::demands::Demands;
use super::steps::{Found, Refusal, Steps};
use crate::sign::envelope::{Envelope, EnvelopeFault};
use crate::sign::statement::{Role, Statement, StatementFault};
use crate::sign::trust::Trusted;

/// What the first steps established.
pub(super) struct Signed<'d> {
    /// The key that signed these bytes; `None` when that was not checked.
    pub(super) key: Option<&'d Trusted>,
    /// What it says of them.
    pub(super) statement: Option<Statement>,
}

/// Steps 1 to 5.
pub(super) fn check<'d>(
    certificate: &[u8],
    envelope: Option<&[u8]>,
    demands: &Demands<'d>,
    steps: &mut Steps,
) -> Result<Signed<'d>, Refusal> {
    let envelope = steps.take(read(envelope, demands))?;
    let key = steps.take(key(envelope.as_ref(), demands))?;
    steps.take(signature(envelope.as_ref(), key))?;
    let statement = steps.take(statement(envelope.as_ref()))?;
    steps.take(bytes(certificate, statement.as_ref()))?;
    Ok(Signed { key, statement })
}

fn read(
    envelope: Option<&[u8]>,
    demands: &Demands<'_>,
) -> Result<(Option<Envelope>, Found), Refusal> {
    let Some(bytes) = envelope else {
        return if demands.require_signature {
            Err((RefusalCause::Unsigned, "there is no envelope beside the certificate".to_owned()))
        } else {
            Ok((None, Found::NotChecked("there is no envelope: nobody answers for it".to_owned())))
        };
    };
    let envelope = Envelope::parse(bytes).map_err(|fault| {
        let cause = match fault {
            EnvelopeFault::PayloadType(_) => RefusalCause::PayloadType,
            EnvelopeFault::Signatures(_) => RefusalCause::SignatureCount,
            EnvelopeFault::Malformed(_) => RefusalCause::EnvelopeMalformed,
        };
        (cause, fault.to_string())
    })?;
    Ok((Some(envelope), Found::Holds("one line, one signature, in the one form".to_owned())))
}

fn key<'d>(
    envelope: Option<&Envelope>,
    demands: &Demands<'d>,
) -> Result<(Option<&'d Trusted>, Found), Refusal> {
    let Some(envelope) = envelope else { return Ok((None, unsigned())) };
    let Some(trust) = demands.trust else {
        return if demands.require_signature {
            Err((RefusalCause::Unsigned, "no trust file was given to check it with".to_owned()))
        } else {
            Ok((None, Found::NotChecked("no trust file was given".to_owned())))
        };
    };
    let key = trust.find(&envelope.keyid).ok_or_else(|| {
        let shown: String = envelope.keyid.escape_debug().take(80).collect();
        (RefusalCause::UntrustedKey, format!("key id {shown}"))
    })?;
    Ok((Some(key), Found::Holds(format!("`{}`, {}", key.name.escape_debug(), key.keyid))))
}

fn signature(envelope: Option<&Envelope>, key: Option<&Trusted>) -> Result<((), Found), Refusal> {
    let Some(envelope) = envelope else { return Ok(((), unsigned())) };
    let Some(key) = key else {
        return Ok(((), Found::NotChecked("no key was given that could have made it".to_owned())));
    };
    if envelope.is_signed_by(&key.key) {
        Ok(((), Found::Holds("Ed25519 over the pre-authentication encoding".to_owned())))
    } else {
        let why =
            format!("it is not the signature of `{}` over this payload", key.name.escape_debug());
        Err((RefusalCause::Signature, why))
    }
}

fn statement(envelope: Option<&Envelope>) -> Result<(Option<Statement>, Found), Refusal> {
    let Some(envelope) = envelope else { return Ok((None, unsigned())) };
    let statement = Statement::parse(&envelope.payload).map_err(|fault| {
        let cause = match fault {
            StatementFault::Malformed(_) => RefusalCause::StatementMalformed,
            StatementFault::PredicateType(_) => RefusalCause::PredicateType,
        };
        (cause, fault.to_string())
    })?;
    Ok((Some(statement), Found::Holds("in-toto Statement v1, test-result v0.1".to_owned())))
}

fn bytes(certificate: &[u8], statement: Option<&Statement>) -> Result<((), Found), Refusal> {
    let found = digest::of_bytes(certificate);
    let Some(statement) = statement else {
        return Ok(((), Found::NotChecked(format!("sha256 {found}, stated by nobody"))));
    };
    match statement.configured(Role::Certificate) {
        Some(stated) if stated.sha256 == found => {
            Ok(((), Found::Holds(format!("sha256 {found}, as stated"))))
        }
        Some(stated) => {
            let stated: String = stated.sha256.escape_debug().take(80).collect();
            let why = format!("the statement is about sha256 {stated}, this file is {found}");
            Err((RefusalCause::CertificateMismatch, why))
        }
        None => Err((
            RefusalCause::CertificateMismatch,
            "the statement does not name exactly one certificate".to_owned(),
        )),
    }
}

fn unsigned() -> Found {
    Found::NotChecked("nothing is signed".to_owned())
}
