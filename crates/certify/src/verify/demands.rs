//! What the caller of a verification hands over and asks for.

use jiff::{SignedDuration, Timestamp};

use crate::lane::Lane;
use crate::sign::trust::TrustStore;

/// Everything beside the bytes themselves. What is not given is not checked.
#[derive(Debug, Clone, Copy)]
pub struct Demands<'d> {
    /// Whose signature is believed.
    pub trust: Option<&'d TrustStore>,
    /// What the registry says of the runner now: `Some(None)` when it does not name the runner.
    pub lane: Option<Option<&'d Lane>>,
    /// The runner that it must be about.
    pub runner: Option<&'d str>,
    /// Artifacts and commits that it must be about.
    pub subjects: &'d [Subject],
    /// Whether nobody may be unsigned.
    pub require_signature: bool,
    /// Whether the run must have passed.
    pub require_pass: bool,
    /// The greatest age.
    pub max_age: Option<SignedDuration>,
    /// The clock.
    pub now: Timestamp,
}

/// Something that a signature must be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A file.
    Artifact {
        /// What the caller calls it.
        name: String,
        /// SHA-256 of its bytes.
        sha256: String,
    },
    /// A commit.
    Commit(String),
}

impl<'d> Demands<'d> {
    /// No demand but that the document holds by itself.
    #[must_use]
    pub fn none(now: Timestamp) -> Demands<'d> {
        Demands {
            trust: None,
            lane: None,
            runner: None,
            subjects: &[],
            require_signature: false,
            require_pass: false,
            max_age: None,
            now,
        }
    }
}
