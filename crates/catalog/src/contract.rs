//! What the catalogue knows of a contract: its versions, its revisions, how to recognise it.

use schemars::{Schema, SchemaGenerator};

/// One contract of the catalogue.
#[derive(Debug)]
pub struct Contract {
    /// `family/name`.
    pub id: &'static str,
    /// What it is, in a few words; the title of its schemas.
    pub title: &'static str,
    /// Every major version, oldest first.
    pub versions: &'static [Version],
    /// The member that carries the document's version, or `None` when the contract has none.
    pub version_member: Option<&'static str>,
    /// How a document of it is told from all others, even when it is broken.
    pub signature: Signature,
    /// Operator-written files are strict: a member that the version does not name is an error.
    pub strict: bool,
    /// Its page in `specs/02_contracts/`.
    pub page: &'static str,
}

/// One major version of a contract.
#[derive(Debug)]
pub struct Version {
    /// `v0`, `v1`, …
    pub name: &'static str,
    /// What the version member holds in a document of this version.
    pub literal: Literal,
    /// Every revision, oldest first; a single empty name where the version has only one.
    pub revisions: &'static [&'static str],
    /// The root schema of the type behind it, all revisions at once.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
}

/// The value of a version member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// An integer, as `1`.
    Int(i64),
    /// A string, as `"1"`.
    Text(&'static str),
    /// The contract's documents do not carry their version.
    None,
}

/// Telling member names and constants; not validity.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// Top-level member names (a pointer such as `/heartbeat/lastRunAt` reaches deeper), each
    /// with its weight: 1 for a common name, up to 5 for one that no other contract has.
    pub members: &'static [(&'static str, u32)],
    /// Pointers whose string (or number, printed) is one of the given values, with a weight.
    pub constants: &'static [(&'static str, &'static [&'static str], u32)],
    /// The least sum of weights that makes a document a candidate.
    pub least: u32,
}

impl Contract {
    /// The newest major version.
    #[must_use]
    pub fn newest(&self) -> &'static Version {
        &self.versions[self.versions.len() - 1]
    }

    /// The family, the part of the id before the slash.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.id.split('/').next().unwrap_or(self.id)
    }

    /// The version of that name, `v1` say.
    #[must_use]
    pub fn version(&self, name: &str) -> Option<&'static Version> {
        self.versions.iter().find(|v| v.name == name)
    }
}

impl Version {
    /// The newest revision; the empty name where there is only one.
    #[must_use]
    pub fn newest_revision(&self) -> &'static str {
        self.revisions.last().copied().unwrap_or("")
    }

    /// The place of a revision in the order of revisions.
    #[must_use]
    pub fn rank(&self, revision: &str) -> Option<usize> {
        self.revisions.iter().position(|r| *r == revision)
    }
}
