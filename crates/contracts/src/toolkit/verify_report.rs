//! `toolkit/verify-report` v1: what `verify --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tool;
use crate::runner::{LaneClass, LaneStatus, SummaryStatus};

/// What became of one certificate, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerifyReport {
    /// The version of this form.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Which program wrote it.
    pub tool: Tool,
    /// The input as the user named it.
    pub source: String,
    /// The verdict.
    pub result: VerifyResult,
    /// Why it was refused; absent when it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<RefusalCause>,
    /// What the process ends with for this certificate.
    #[schemars(range(max = 255))]
    pub exit_code: u8,
    /// Every step in order, those not reached included.
    pub steps: Vec<VerifyStep>,
    /// Who signed; absent unless a trusted signature holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
    /// What was certified; absent when the document could not be read that far. Nothing in it is
    /// to be believed when `result` is `refused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateDigest>,
    /// The registry it was issued under, and whether it was held against one now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<VerifiedRegistry>,
    /// The schema it was judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<PinnedSchema>,
    /// What the signature is about: artifacts and the commit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
}

/// The verdict over a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyResult {
    /// A key that may sign for this runner answers for these exact bytes.
    Verified,
    /// Its own digests hold; nobody answers for it.
    DigestOnly,
    /// It must not be believed, or a demand of the caller is not met.
    Refused,
}

/// Why a certificate was refused: a flat list, each with one exit code.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCause {
    /// The envelope is not in the one form that is signed.
    EnvelopeMalformed,
    /// The envelope's payload is of another type.
    PayloadType,
    /// The envelope carries none, or more than one, signature.
    SignatureCount,
    /// A signature is demanded, and there is none, or nothing to check it with.
    Unsigned,
    /// No key of the trust file has the envelope's key id.
    UntrustedKey,
    /// The signature does not hold over these bytes.
    Signature,
    /// The signed payload is no in-toto statement, or says one thing twice.
    StatementMalformed,
    /// The statement's predicate is of another type.
    PredicateType,
    /// The statement is about another certificate than the one beside it.
    CertificateMismatch,
    /// Statement and certificate disagree about what was tested or how it ended.
    StatementMismatch,
    /// The file is no certificate: not JSON, a member twice, or not of the published shape.
    Malformed,
    /// A version that the catalogue does not hold.
    UnknownVersion,
    /// The payload digest is not the one of the document.
    PayloadHash,
    /// The intent hash is not the one of the intent.
    IntentHash,
    /// Rows are missing, there twice, or foreign.
    Coverage,
    /// The summary does not follow from the rows.
    Summary,
    /// A required, active lane passes over skipped checks.
    SkippedRequired,
    /// It is about another runner than the one asked for.
    WrongRunner,
    /// It was held to other demands than the registry's.
    RegistryDrift,
    /// The key may not sign for this runner.
    KeyNotAllowed,
    /// The key is not, or was not at signing time, within its validity.
    KeyExpired,
    /// The artifact or commit asked about is not among the subjects.
    SubjectMismatch,
    /// Certified in the future, beyond the allowed skew.
    FromTheFuture,
    /// Older than `--max-age` allows.
    Stale,
    /// The certified run failed, and `--require-pass` was given.
    Failed,
}

/// One step of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerifyStep {
    /// Its number, from 1.
    pub number: u32,
    /// What is checked.
    pub name: String,
    /// What became of it.
    pub outcome: StepOutcome,
    /// What was found, or why it was not checked.
    pub detail: String,
}

/// What became of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// It holds.
    Passed,
    /// It does not hold; the last step that was looked at.
    Failed,
    /// Nothing was given to check it with.
    NotChecked,
    /// An earlier step failed.
    NotReached,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// The name in the trust file.
    pub name: String,
    /// The key's id: SHA-256 over its DER form.
    pub keyid: String,
}

/// The essence of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateDigest {
    /// SHA-256 of the file's bytes.
    pub sha256: String,
    /// The version of its form.
    pub version: u32,
    /// The runner it is about.
    pub runner_id: String,
    /// Whether the lane can block.
    pub class: LaneClass,
    /// Where the lane stood.
    pub lane_status: LaneStatus,
    /// How the run ended.
    pub status: SummaryStatus,
    /// Checks that passed.
    pub passed: u64,
    /// Checks that failed.
    pub failed: u64,
    /// Checks that were not run.
    pub skipped: u64,
    /// The commit that was certified.
    pub commit_sha: String,
    /// When.
    pub certified_at: String,
    /// The digest of the payload, as it states it.
    pub payload_sha256: String,
    /// The digest of the intent, as it states it.
    pub intent_hash: String,
}

/// The registry behind a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerifiedRegistry {
    /// Its path, as the certificate states it.
    pub path: String,
    /// The version of its form, as the certificate states it.
    pub version: u32,
    /// SHA-256 of its bytes at signing time, when the signed statement carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Whether the demands were compared with a registry that was handed in.
    pub compared: bool,
}

/// A schema and its pin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PinnedSchema {
    /// `family/name@vN`.
    pub contract: String,
    /// SHA-256 of the schema file that the verification used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// SHA-256 of the schema file at signing time, when the signed statement carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_sha256: Option<String>,
}

/// What a signature is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// `sha256` or `gitCommit`.
    pub algorithm: String,
    /// The digest in hex.
    pub digest: String,
}

impl RefusalCause {
    /// The word that documents use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RefusalCause::EnvelopeMalformed => "envelope-malformed",
            RefusalCause::PayloadType => "payload-type",
            RefusalCause::SignatureCount => "signature-count",
            RefusalCause::Unsigned => "unsigned",
            RefusalCause::UntrustedKey => "untrusted-key",
            RefusalCause::Signature => "signature",
            RefusalCause::StatementMalformed => "statement-malformed",
            RefusalCause::PredicateType => "predicate-type",
            RefusalCause::CertificateMismatch => "certificate-mismatch",
            RefusalCause::StatementMismatch => "statement-mismatch",
            RefusalCause::Malformed => "malformed",
            RefusalCause::UnknownVersion => "unknown-version",
            RefusalCause::PayloadHash => "payload-hash",
            RefusalCause::IntentHash => "intent-hash",
            RefusalCause::Coverage => "coverage",
            RefusalCause::Summary => "summary",
            RefusalCause::SkippedRequired => "skipped-required",
            RefusalCause::WrongRunner => "wrong-runner",
            RefusalCause::RegistryDrift => "registry-drift",
            RefusalCause::KeyNotAllowed => "key-not-allowed",
            RefusalCause::KeyExpired => "key-expired",
            RefusalCause::SubjectMismatch => "subject-mismatch",
            RefusalCause::FromTheFuture => "from-the-future",
            RefusalCause::Stale => "stale",
            RefusalCause::Failed => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RefusalCause;

    #[test]
    fn the_word_is_the_one_that_is_written() {
        // The schema lists every cause, so none can be left out here.
        let schema = schemars::schema_for!(RefusalCause);
        let words = schema.get("oneOf").and_then(|all| all.as_array()).unwrap();
        assert!(words.len() >= 20);
        for word in words {
            let cause: RefusalCause = serde_json::from_value(word["const"].clone()).unwrap();
            assert_eq!(cause.as_str(), word["const"]);
        }
    }
}
