//! What was observed of one lane: values, from which row and entry follow.

use contracts::runner::{
    ArtifactTally, CertificateState, DigestState, FailureClass, LaneFinding, RunnerStatus,
};
use contracts::toolkit::Severity;
use jiff::Timestamp;
use report::visible::visible_within;

use crate::source::trouble::{Cause, Trouble};
use crate::source::want::{Fetched, Part};

/// Findings of one lane at most; more say nothing new.
const MOST_FINDINGS: usize = 20;

/// Why a lane has no trustworthy report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The class, for programs.
    pub class: FailureClass,
    /// The reason, for people.
    pub detail: String,
}

impl Failure {
    /// A class with its reason, bounded.
    #[must_use]
    pub fn new(class: FailureClass, detail: impl AsRef<str>) -> Self {
        Failure { class, detail: visible_within(detail.as_ref(), 1_000).into_owned() }
    }

    /// The failure that a trouble with a part means.
    #[must_use]
    pub fn of(part: Part, trouble: &Trouble) -> Self {
        let class = match (part, trouble.cause) {
            (_, Cause::TooLarge) => FailureClass::TooLarge,
            (_, Cause::RateLimited) => FailureClass::RateLimited,
            (Part::Release, Cause::NotFound | Cause::NoSuchFile) => FailureClass::ReleaseMissing,
            (Part::Report | Part::Artifact(_), Cause::NotFound | Cause::NoSuchFile) => {
                FailureClass::AssetMissing
            }
            (Part::Commit, Cause::NotFound) => FailureClass::IdentityMismatch,
            _ => FailureClass::DownloadFailed,
        };
        let hint = match (part, trouble.cause) {
            (Part::Release, Cause::NotFound) => {
                ": no release yet, only prereleases (`latest` leaves them out), or no access"
            }
            _ => "",
        };
        Failure::new(class, format!("{part}: {}{hint}", trouble.detail))
    }
}

/// A report that speaks of this lane and this release, unaltered and valid. It may be old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedReport {
    /// What the runner says of itself.
    pub status: RunnerStatus,
    /// When it was made.
    pub generated_at: Timestamp,
    /// The same, as it was written.
    pub generated_at_text: String,
    /// Until when its producer wants it to count.
    pub fresh_until: Timestamp,
    /// The same, as it was written.
    pub fresh_until_text: String,
    /// The commit that it names.
    pub commit_sha: String,
    /// The commands that failed, by name.
    pub failed_commands: Vec<String>,
}

/// Everything observed of one lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Why there is no trustworthy report.
    pub failure: Option<Failure>,
    /// The report, when it can be trusted.
    pub report: Option<TrustedReport>,
    /// Whether any source was asked.
    pub asked: bool,
    /// Whether any source answered.
    pub answered: bool,
    /// Whether the lane was left before its end.
    pub interrupted: bool,
    /// Requests so far.
    pub exchanges: u32,
    /// The status of the last answer.
    pub http_status: Option<u16>,
    /// The tag of the release.
    pub release_version: String,
    /// The address of the report, for people.
    pub report_url: String,
    /// The page where a person finds the evidence.
    pub evidence_url: Option<String>,
    /// The SHA-256 of the report's bytes.
    pub report_sha256: Option<String>,
    /// Whether those are the bytes that the release names.
    pub digest_state: Option<DigestState>,
    /// Whether the forge calls the release immutable.
    pub immutable: Option<bool>,
    /// Whether release metadata were read at all.
    pub has_release: bool,
    /// The state of the lane's certificate.
    pub certificate: Option<CertificateState>,
    /// The registered address, where it has moved for good.
    pub redirected_from: Option<String>,
    /// What became of the artifacts, where they were looked at.
    pub artifacts: Option<ArtifactTally>,
    /// What else was found.
    pub findings: Vec<LaneFinding>,
}

impl Evidence {
    /// The evidence of a lane that was not looked at.
    #[must_use]
    pub fn none(failure: Failure) -> Self {
        Evidence { failure: Some(failure), ..Evidence::default() }
    }

    /// Takes note of how a part was fetched.
    pub fn note(&mut self, fetched: &Fetched) {
        self.asked = true;
        self.exchanges = self.exchanges.saturating_add(fetched.exchanges);
        self.http_status = fetched.status.or(self.http_status);
        match &fetched.outcome {
            Ok(_) => self.answered = true,
            Err(trouble) => {
                self.answered |= trouble.cause.is_answer();
                self.interrupted |= trouble.cause == Cause::Interrupted;
            }
        }
    }

    /// Takes a finding in.
    pub fn find(&mut self, code: &str, severity: Severity, message: &str) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(LaneFinding {
                code: code.to_owned(),
                severity,
                message: visible_within(message, 500).into_owned(),
            });
        }
    }
}
