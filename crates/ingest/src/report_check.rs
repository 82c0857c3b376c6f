//! Whether bytes are a status report that this lane can be judged by.

use catalog::Reference;
use contracts::runner::{CommandStatus, FailureClass, StatusReport};
use contracts::toolkit::{Finding, Severity};
use jiff::Timestamp;
use validator::context::{CertificateContext, Context, Role};
use validator::judge::{Judge, JudgeError};
use validator::read::{Document, Format, Limits, read, typed};

use crate::evidence::{Failure, TrustedReport};
use crate::identity;
use crate::lane::Lane;

/// The contract that reports are judged by.
pub const REPORT: &str = "runner/status-report@v1";

/// Errors of a report that are told; one is enough to refuse it.
const ERRORS_TOLD: usize = 3;

/// What a report is held against.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The lane that it should speak of.
    pub lane: &'a Lane,
    /// The tag of the release that carried it.
    pub tag: &'a str,
    /// The commit of the tag, where the source gives it.
    pub commit: Option<&'a str>,
    /// The time of the run.
    pub now: Timestamp,
    /// How much the reader takes.
    pub limits: &'a Limits,
}

/// A report that was accepted, with what is to be said of it all the same.
#[derive(Debug)]
pub struct Accepted {
    /// The report as a whole.
    pub document: StatusReport,
    /// What the row is made from.
    pub trusted: TrustedReport,
    /// Warnings.
    pub warnings: Vec<Finding>,
}

/// Judges a report's bytes: its text, its version, its shape and rules, whom it speaks of.
///
/// # Errors
/// `Err(Ok(failure))` when the report is not accepted, `Err(Err(error))` when our own schemas
/// are not in order.
pub fn check(bytes: &[u8], judge: &Judge, held: &Held<'_>) -> Result<Accepted, Refused> {
    let document = read(bytes, Format::Json, held.limits);
    let findings = judged(&document, judge, held)?;
    refuse(&document, &findings)?;
    let invalid = |why: String| Failure::new(FailureClass::ReportInvalid, why);
    let report: StatusReport = typed(&document).map_err(|error| invalid(error.to_string()))?;
    if let Some(why) = identity::mismatch(&report, held.lane, held.tag, held.commit) {
        let why = format!("the report speaks of something else: {why}");
        return Err(Failure::new(FailureClass::IdentityMismatch, why).into());
    }
    let trusted = trusted(&report).map_err(invalid)?;
    let warnings =
        findings.into_iter().filter(|finding| finding.severity == Severity::Warning).collect();
    Ok(Accepted { document: report, trusted, warnings })
}

/// Why there is no accepted report.
#[derive(Debug)]
pub enum Refused {
    /// Because of the report.
    Report(Failure),
    /// Because of us.
    Ours(JudgeError),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Refused::Report(failure)
    }
}

impl From<JudgeError> for Refused {
    fn from(error: JudgeError) -> Self {
        Refused::Ours(error)
    }
}

fn judged(
    document: &Document<'_>,
    judge: &Judge,
    held: &Held<'_>,
) -> Result<Vec<Finding>, JudgeError> {
    let mut findings = document.findings.clone();
    let Some(tree) = &document.value else { return Ok(findings) };
    let reference = Reference::parse(REPORT)
        .map_err(|error| JudgeError::NoSchema(format!("{REPORT} ({error})")))?;
    let wanted = Reference { version: None, revision: None, ..reference };
    let lane = CertificateContext { lane: Some(&held.lane.demand), ..Default::default() };
    let context = Context {
        role: Role::Consumer,
        now: Some(held.now),
        certificate: lane,
        ..Context::default()
    };
    let mut judged = judge.value(tree, &wanted, &context)?.findings;
    for finding in &mut judged {
        document.place(finding);
    }
    findings.append(&mut judged);
    Ok(findings)
}

fn refuse(document: &Document<'_>, findings: &[Finding]) -> Result<(), Failure> {
    let errors: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let version = errors.iter().find(|finding| finding.code.starts_with("version/"));
    if let Some(finding) = version {
        return Err(Failure::new(FailureClass::VersionIncompatible, told(finding)));
    }
    if document.value.is_some() && errors.is_empty() {
        return Ok(());
    }
    let mut why: Vec<String> = errors.iter().take(ERRORS_TOLD).map(|f| told(f)).collect();
    if errors.len() > ERRORS_TOLD {
        why.push(format!("and {} more", errors.len() - ERRORS_TOLD));
    }
    if why.is_empty() {
        why.push("it cannot be read".to_owned());
    }
    Err(Failure::new(
        FailureClass::ReportInvalid,
        format!("the report is invalid: {}", why.join("; ")),
    ))
}

/// A finding in one clause: code, place, message.
#[must_use]
pub fn told(finding: &Finding) -> String {
    let at = match (finding.location.line, finding.location.pointer.as_str()) {
        (Some(line), "") => format!(" (line {line})"),
        (Some(line), pointer) => format!(" (line {line}, {pointer})"),
        (None, "") => String::new(),
        (None, pointer) => format!(" ({pointer})"),
    };
    format!("{}{at}: {}", finding.code, finding.message)
}

fn trusted(report: &StatusReport) -> Result<TrustedReport, String> {
    let time = |name: &str, text: &str| {
        text.parse::<Timestamp>()
            .map_err(|_| format!("`{name}` is no time that we can reckon with"))
    };
    let failed = report.command_results.iter().filter(|r| r.status == CommandStatus::Fail);
    Ok(TrustedReport {
        status: report.overall_status,
        generated_at: time("generated_at", &report.generated_at)?,
        generated_at_text: report.generated_at.clone(),
        fresh_until: time("fresh_until", &report.fresh_until)?,
        fresh_until_text: report.fresh_until.clone(),
        commit_sha: report.commit_sha.clone(),
        failed_commands: failed.map(|r| r.command.clone()).collect(),
    })
}
