//! What is to be fetched, and what came of it.

use std::fmt;

use super::origin::Origin;
use super::transport::Payload;
use super::trouble::Trouble;

/// Which part of a lane's release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The release metadata.
    Release,
    /// The report asset.
    Report,
    /// The `.sha256` sibling of the report asset.
    Checksum,
    /// The commit that the tag stands for.
    Commit,
    /// The certificate asset.
    Certificate,
    /// The certificate's signed envelope.
    Envelope,
    /// The artifact of that place in the report's `artifact_refs`.
    Artifact(usize),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Release => f.write_str("release"),
            Part::Report => f.write_str("report"),
            Part::Checksum => f.write_str("checksum"),
            Part::Commit => f.write_str("commit"),
            Part::Certificate => f.write_str("certificate"),
            Part::Envelope => f.write_str("envelope"),
            Part::Artifact(place) => write!(f, "artifact-{place}"),
        }
    }
}

impl Part {
    /// The Accept header that asks for it.
    #[must_use]
    pub fn accept(self) -> &'static str {
        match self {
            Part::Release => "application/vnd.github+json",
            Part::Commit => "application/vnd.github.sha",
            _ => "application/octet-stream",
        }
    }
}

/// One thing to fetch.
#[derive(Debug, Clone)]
pub struct Want<'a> {
    /// The runner, whose id is fit to be a path component.
    pub lane: &'a str,
    /// The part.
    pub part: Part,
    /// Where it is: https, an allowed origin, or `file:`.
    pub url: &'a str,
    /// The most bytes it may have.
    pub limit: u64,
    /// Whether the bytes are needed, or only their digest.
    pub keep: bool,
    /// The SHA-256 that it should have, when that is known before: 64 lower-case hex digits.
    pub sha256: Option<&'a str>,
    /// The origin of the lane's release URL: the only one that gets a token.
    pub home: Option<&'a Origin>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The body, or why there is none.
    pub outcome: Result<Payload, Trouble>,
    /// How many requests it took, redirects and retries included; 0 where none was needed.
    pub exchanges: u32,
    /// The status of the last answer, when it came over HTTP.
    pub status: Option<u16>,
    /// The new address, without query, where the old one has moved for good.
    pub moved_to: Option<String>,
}

impl Fetched {
    /// An outcome that took no request.
    #[must_use]
    pub fn plain(outcome: Result<Payload, Trouble>) -> Self {
        Fetched { outcome, exchanges: 0, status: None, moved_to: None }
    }
}

/// Where releases come from.
pub trait Source: Send + Sync {
    /// Fetches one part of one lane's release, with everything that politeness and safety ask
    /// for. Trouble is an outcome, not an error.
    fn fetch(&self, want: &Want<'_>) -> Fetched;
}
