//! One verification from end to end.

use contracts::runner::ExecutionCertificate;
use contracts::toolkit::{
    CertificateDigest, PinnedSchema, RefusalCause, Signer, Subject as StatedSubject, Tool,
    VerifiedRegistry, VerifyReport, VerifyResult, VerifyStep,
};
use report::Exit;
use validator::judge::Judge;
use validator::proof::digest;

use super::demands::Demands;
use super::document::Judged;
use super::signed::Signed;
use super::steps::{Refusal, Steps};
use super::{cause, document, signed, wanted};
use crate::sign::statement::{Role, Statement};

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The verdict.
    pub result: VerifyResult,
    /// Why it was refused.
    pub cause: Option<RefusalCause>,
    /// Every step.
    pub steps: Vec<VerifyStep>,
    /// The certificate, when it holds by itself.
    pub certificate: Option<ExecutionCertificate>,
    signer: Option<Signer>,
    about: Option<CertificateDigest>,
    registry: Option<VerifiedRegistry>,
    schema: Option<PinnedSchema>,
    subjects: Vec<StatedSubject>,
}

/// Verifies the bytes of a certificate, and of the envelope beside it where there is one.
#[must_use]
pub fn verify(
    certificate: &[u8],
    envelope: Option<&[u8]>,
    demands: &Demands<'_>,
    judge: &Judge,
) -> Verification {
    let mut steps = Steps::default();
    let mut seen = Seen::default();
    let ended = walk(certificate, envelope, demands, judge, &mut steps, &mut seen);
    let cause = ended.err().map(|(cause, _)| cause);
    let result = match (cause, &seen.signer) {
        (Some(_), _) => VerifyResult::Refused,
        (None, Some(_)) => VerifyResult::Verified,
        (None, None) => VerifyResult::DigestOnly,
    };
    Verification {
        result,
        cause,
        steps: steps.finish(),
        certificate: seen.certificate,
        signer: seen.signer,
        about: seen.about,
        registry: seen.registry,
        schema: seen.schema,
        subjects: seen.subjects,
    }
}

/// What was seen on the way.
#[derive(Default)]
struct Seen {
    certificate: Option<ExecutionCertificate>,
    signer: Option<Signer>,
    about: Option<CertificateDigest>,
    registry: Option<VerifiedRegistry>,
    schema: Option<PinnedSchema>,
    subjects: Vec<StatedSubject>,
}

fn walk(
    bytes: &[u8],
    envelope: Option<&[u8]>,
    demands: &Demands<'_>,
    judge: &Judge,
    steps: &mut Steps,
    seen: &mut Seen,
) -> Result<(), Refusal> {
    let signed = signed::check(bytes, envelope, demands, steps)?;
    seen.note_statement(&signed);
    let lane = demands.lane.flatten().map(crate::lane::Lane::demand).transpose();
    let lane = lane.map_err(|error| (RefusalCause::Malformed, error.to_string()))?;
    let judged = document::check(bytes, lane.as_ref(), judge, steps)?;
    seen.note_certificate(bytes, &judged, &signed, demands);
    wanted::check(&judged, &signed, demands, steps)
}

impl Seen {
    fn note_statement(&mut self, signed: &Signed<'_>) {
        self.signer =
            signed.key.map(|key| Signer { name: key.name.clone(), keyid: key.keyid.clone() });
        self.subjects = signed.statement.as_ref().map(stated).unwrap_or_default();
    }

    fn note_certificate(
        &mut self,
        bytes: &[u8],
        judged: &Judged,
        signed: &Signed<'_>,
        demands: &Demands<'_>,
    ) {
        let certificate = &judged.certificate;
        let stated = |role| {
            let found = signed.statement.as_ref().and_then(|it| it.configured(role));
            found.map(|it| it.sha256)
        };
        self.about = Some(essence(bytes, certificate));
        self.registry = Some(VerifiedRegistry {
            path: certificate.execution_intent.registry_ref.path.clone(),
            version: certificate.execution_intent.registry_ref.version,
            sha256: stated(Role::Registry),
            compared: demands.lane.is_some(),
        });
        self.schema = Some(PinnedSchema {
            contract: judged.reference.to_string(),
            sha256: specs::file(&judged.reference.schema_path())
                .map(|file| digest::of_bytes(file.text.as_bytes())),
            signed_sha256: stated(Role::Schema),
        });
        self.certificate = Some(certificate.clone());
    }
}

fn stated(statement: &Statement) -> Vec<StatedSubject> {
    let subjects = statement.subject.iter().flat_map(|subject| {
        subject.digest.iter().map(|(algorithm, digest)| StatedSubject {
            name: subject.name.clone().unwrap_or_default(),
            algorithm: algorithm.clone(),
            digest: digest.clone(),
        })
    });
    subjects.collect()
}

fn essence(bytes: &[u8], certificate: &ExecutionCertificate) -> CertificateDigest {
    let (runner, summary) = (&certificate.runner, &certificate.summary);
    CertificateDigest {
        sha256: digest::of_bytes(bytes),
        version: certificate.version,
        runner_id: runner.runner_id.clone(),
        class: runner.class,
        lane_status: runner.status,
        status: summary.status,
        passed: summary.passed,
        failed: summary.failed,
        skipped: summary.skipped,
        commit_sha: runner.commit_sha.clone(),
        certified_at: runner.certified_at.clone(),
        payload_sha256: certificate.proof.payload_sha256.clone(),
        intent_hash: certificate.equivalence.intent_hash.clone(),
    }
}

impl Verification {
    /// What the process ends with for this certificate.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.cause.map_or(Exit::Clean, cause::exit_of)
    }

    /// The published form.
    #[must_use]
    pub fn report(&self, tool: Tool, source: &str) -> VerifyReport {
        VerifyReport {
            version: 1,
            tool,
            source: source.to_owned(),
            result: self.result,
            cause: self.cause,
            exit_code: self.exit().code(),
            steps: self.steps.clone(),
            signer: self.signer.clone(),
            certificate: self.about.clone(),
            registry: self.registry.clone(),
            schema: self.schema.clone(),
            subjects: self.subjects.clone(),
        }
    }
}
