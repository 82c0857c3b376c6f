//! Whether the document says what it proves: shape, digests, coverage, summary.

use catalog::Reference;
use contracts::runner::ExecutionCertificate;
use contracts::toolkit::{Finding, RefusalCause, Severity};
use report::visible::visible_within;
use serde_json::Value;
use validator::context::{CertificateContext, Context};
use validator::judge::Judge;
use validator::proof::demands::LaneDemand;
use validator::read::{Format, Limits, read, typed};

use super::steps::{Found, Refusal, Steps};

/// The contract of every certificate.
pub(super) const CONTRACT: &str = "runner/execution-certificate";

/// The longest reason that is repeated, in characters.
const REASON: usize = 300;

/// A certificate that holds by itself.
pub(super) struct Judged {
    /// As a value.
    pub(super) certificate: ExecutionCertificate,
    /// The version that it was judged by.
    pub(super) reference: Reference,
    /// Where it differs from the registry, when one was given.
    pub(super) drift: Option<String>,
}

/// Steps 6 to 10.
pub(super) fn check(
    bytes: &[u8],
    lane: Option<&LaneDemand>,
    judge: &Judge,
    steps: &mut Steps,
) -> Result<Judged, Refusal> {
    let (tree, certificate, reference, findings) = steps.take(document(bytes, lane, judge))?;
    let stated = |pointer: &str| {
        tree.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let rule = |code: &str, cause: RefusalCause, holds: String| match find(&findings, code) {
        Some(why) => Err((cause, why)),
        None => Ok(((), Found::Holds(holds))),
    };
    let payload = format!("json-c14n-v1 gives {}", stated("/proof/payload_sha256"));
    steps.take(rule("cert/payload-hash", RefusalCause::PayloadHash, payload))?;
    let intent = format!("intent-v1 gives {}", stated("/equivalence/intent_hash"));
    steps.take(rule("cert/intent-hash", RefusalCause::IntentHash, intent))?;
    let rows = format!("{} rows, one for each demand", certificate.checks.len());
    steps.take(rule("cert/check-coverage", RefusalCause::Coverage, rows))?;
    let skipped = find(&findings, "cert/skipped-required");
    let counts = &certificate.summary;
    let counts =
        format!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
    steps.take(match skipped {
        Some(why) => Err((RefusalCause::SkippedRequired, why)),
        None => rule("cert/summary-derived", RefusalCause::Summary, counts),
    })?;
    let drift = find(&findings, "cert/registry-drift");
    Ok(Judged { certificate, reference, drift })
}

type Read = (Value, ExecutionCertificate, Reference, Vec<Finding>);

/// Step 6: everything that is no rule of the certificate's own.
fn document(
    bytes: &[u8],
    lane: Option<&LaneDemand>,
    judge: &Judge,
) -> Result<(Read, Found), Refusal> {
    let document = read(bytes, Format::Json, &Limits::default());
    // A byte order mark is only a warning of the reader's; no certificate begins with one.
    if let Some(finding) = document.findings.first() {
        return Err((RefusalCause::Malformed, told(finding)));
    }
    let tree = document.value.clone().unwrap_or_default();
    let wanted = Reference::parse(CONTRACT).map_err(malformed)?;
    let certificate = CertificateContext { lane, ..CertificateContext::default() };
    let context = Context { certificate, ..Context::default() };
    let judged = judge.value(&tree, &wanted, &context).map_err(malformed)?;
    for finding in judged.findings.iter().filter(|it| it.severity == Severity::Error) {
        match finding.code.split_once('/') {
            Some(("cert", _)) => {}
            Some(("version", _)) => return Err((RefusalCause::UnknownVersion, told(finding))),
            _ => return Err((RefusalCause::Malformed, told(finding))),
        }
    }
    let certificate: ExecutionCertificate = typed(&document).map_err(malformed)?;
    let found = Found::Holds(judged.reference.to_string());
    Ok(((tree, certificate, judged.reference, judged.findings), found))
}

fn find(findings: &[Finding], code: &str) -> Option<String> {
    let mut errors = findings.iter().filter(|it| it.code == code && it.severity == Severity::Error);
    let first = told(errors.next()?);
    match errors.count() {
        0 => Some(first),
        more => Some(format!("{first}; and {more} more")),
    }
}

fn told(finding: &Finding) -> String {
    let place = match finding.location.pointer.as_str() {
        "" => String::new(),
        pointer => format!("{}: ", visible_within(pointer, REASON)),
    };
    format!("{place}{} ({})", visible_within(&finding.message, REASON), finding.code)
}

fn malformed(error: impl std::fmt::Display) -> Refusal {
    (RefusalCause::Malformed, error.to_string())
}
