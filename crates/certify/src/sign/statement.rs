//! The in-toto Statement v1 that is signed: what was tested, how it ended, and the digest of the
//! certificate's file, so that no byte of it can change.

use std::collections::BTreeMap;

use contracts::runner::{CheckStatus, ExecutionCertificate, LaneStatus, SummaryStatus};
use serde::{Deserialize, Serialize};
use validator::read::{Format, Limits, read, typed};

pub use super::file_digest::FileDigest;
use super::jcs::{self, NotExact};
pub use super::statement_fault::StatementFault;

/// The type of every statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The type of the predicate: the result of running tests.
pub const PREDICATE_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";

/// A statement about a certified run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Always [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub statement_type: String,
    /// What was tested: release artifacts by their digest, and the commit.
    pub subject: Vec<Descriptor>,
    /// Always [`PREDICATE_TYPE`].
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// How it ended.
    pub predicate: TestResult,
}

/// The predicate `test-result` v0.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// `PASSED`, `FAILED`, or `WARNED` for a lane that was not run.
    pub result: String,
    /// What the run was configured by and is told in: the registry, the schema, the certificate,
    /// told apart by their annotation `role`.
    pub configuration: Vec<Descriptor>,
    /// Rows that passed, `group/id`.
    #[serde(rename = "passedTests", default)]
    pub passed: Vec<String>,
    /// Rows that were skipped.
    #[serde(rename = "warnedTests", default)]
    pub warned: Vec<String>,
    /// Rows that failed.
    #[serde(rename = "failedTests", default)]
    pub failed: Vec<String>,
}

/// An in-toto resource descriptor, as far as we need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Digests by algorithm.
    pub digest: BTreeMap<String, String>,
    /// What it is to us.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

/// The parts of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The certificate's file.
    Certificate,
    /// The registry's file.
    Registry,
    /// The schema that the certificate follows.
    Schema,
}

impl Role {
    fn as_str(self) -> &'static str {
        match self {
            Role::Certificate => "certificate",
            Role::Registry => "registry",
            Role::Schema => "schema",
        }
    }
}

/// What a statement says beside the certificate itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The certificate's file, as it was written.
    pub certificate: FileDigest,
    /// The registry's file.
    pub registry: FileDigest,
    /// The published schema of the certificate.
    pub schema: FileDigest,
    /// Release artifacts that the certificate stands for.
    pub artifacts: Vec<FileDigest>,
}

impl Statement {
    /// The statement about a certificate.
    #[must_use]
    pub fn new(certificate: &ExecutionCertificate, about: &About) -> Statement {
        let rows = |status: CheckStatus| {
            let rows = certificate.checks.iter().filter(move |row| row.status == status);
            rows.map(|row| format!("{}/{}", row.group, row.id)).collect()
        };
        Statement {
            statement_type: STATEMENT_TYPE.to_owned(),
            subject: subjects(certificate, &about.artifacts),
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: TestResult {
                result: result(certificate).to_owned(),
                configuration: vec![
                    file(&about.certificate, Some(Role::Certificate)),
                    file(&about.registry, Some(Role::Registry)),
                    file(&about.schema, Some(Role::Schema)),
                ],
                passed: rows(CheckStatus::Pass),
                warned: rows(CheckStatus::Skip),
                failed: rows(CheckStatus::Fail),
            },
        }
    }

    /// The bytes that are signed: the statement's canonical text (RFC 8785).
    ///
    /// # Errors
    /// When it cannot be written exactly, which a statement without numbers always can.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotExact> {
        let value =
            serde_json::to_value(self).map_err(|error| NotExact { number: error.to_string() })?;
        jcs::text(&value).map(String::into_bytes)
    }

    /// Reads the payload of an envelope. Members that we do not know are passed over, as in-toto
    /// demands; a member that stands there twice is not.
    ///
    /// # Errors
    /// [`StatementFault`].
    pub fn parse(payload: &[u8]) -> Result<Statement, StatementFault> {
        let document = read(payload, Format::Json, &Limits::default());
        if let Some(finding) = document.findings.first() {
            // A byte order mark is only a warning elsewhere; nobody signs one.
            return Err(StatementFault::Malformed(finding.message.clone()));
        }
        let text = |name: &str| {
            let value = document.value.as_ref().and_then(|tree| tree.get(name));
            value.and_then(|it| it.as_str()).unwrap_or_default().to_owned()
        };
        if text("_type") != STATEMENT_TYPE {
            let why = format!("it is no in-toto statement: `_type` is not `{STATEMENT_TYPE}`");
            return Err(StatementFault::Malformed(why));
        }
        if text("predicateType") != PREDICATE_TYPE {
            return Err(StatementFault::PredicateType(text("predicateType")));
        }
        typed(&document).map_err(|error| StatementFault::Malformed(error.to_string()))
    }

    /// The digest of the one configuration of that role; `None` when there is none, or several.
    #[must_use]
    pub fn configured(&self, role: Role) -> Option<FileDigest> {
        let with_role = |it: &&Descriptor| {
            it.annotations.get("role").is_some_and(|found| found == role.as_str())
        };
        let mut found = self.predicate.configuration.iter().filter(with_role);
        let (one, None) = (found.next()?, found.next()) else { return None };
        Some(FileDigest {
            name: one.name.clone().unwrap_or_default(),
            sha256: one.digest.get("sha256")?.clone(),
        })
    }

    /// Whether a file of that digest is among the subjects. Names do not matter.
    #[must_use]
    pub fn has_artifact(&self, sha256: &str) -> bool {
        self.has_subject("sha256", sha256)
    }

    /// Whether that commit is among the subjects.
    #[must_use]
    pub fn has_commit(&self, commit: &str) -> bool {
        self.has_subject("gitCommit", &commit.to_ascii_lowercase())
    }

    fn has_subject(&self, algorithm: &str, digest: &str) -> bool {
        self.subject.iter().any(|it| it.digest.get(algorithm).is_some_and(|it| it == digest))
    }

    /// Where the statement says something else than the certificate that it is about; `None`
    /// when it does not.
    #[must_use]
    pub fn differs_from(&self, certificate: &ExecutionCertificate) -> Option<&'static str> {
        let none = FileDigest { name: String::new(), sha256: String::new() };
        let about = About {
            certificate: none.clone(),
            registry: none.clone(),
            schema: none,
            artifacts: Vec::new(),
        };
        let told = Statement::new(certificate, &about).predicate;
        let (said, commit) = (&self.predicate, &certificate.runner.commit_sha);
        let same_rows =
            said.passed == told.passed && said.failed == told.failed && said.warned == told.warned;
        let commits = self.subject.iter().filter_map(|it| it.digest.get("gitCommit"));
        match () {
            () if said.result != told.result => Some("how the run ended"),
            () if !same_rows => Some("which checks passed and failed"),
            () if commits.clone().any(|it| !it.eq_ignore_ascii_case(commit)) => {
                Some("which commit was run")
            }
            () => None,
        }
    }
}

fn result(certificate: &ExecutionCertificate) -> &'static str {
    match certificate.summary.status {
        SummaryStatus::Fail => "FAILED",
        // Nothing was run, so nothing passed.
        SummaryStatus::Pass if certificate.runner.status != LaneStatus::Active => "WARNED",
        SummaryStatus::Pass => "PASSED",
    }
}

fn subjects(certificate: &ExecutionCertificate, artifacts: &[FileDigest]) -> Vec<Descriptor> {
    let runner = &certificate.runner;
    let mut subjects: Vec<Descriptor> = artifacts.iter().map(|it| file(it, None)).collect();
    // Git's name for "no object" is nobody's commit.
    if runner.commit_sha.bytes().any(|b| b != b'0') {
        subjects.push(Descriptor {
            name: Some(format!("git:{}", runner.implementation_repo)),
            digest: [("gitCommit".to_owned(), runner.commit_sha.to_ascii_lowercase())].into(),
            annotations: BTreeMap::new(),
        });
    }
    subjects
}

fn file(it: &FileDigest, role: Option<Role>) -> Descriptor {
    Descriptor {
        name: Some(it.name.clone()),
        digest: [("sha256".to_owned(), it.sha256.clone())].into(),
        annotations: role
            .map(|role| ("role".to_owned(), role.as_str().to_owned()))
            .into_iter()
            .collect(),
    }
}
