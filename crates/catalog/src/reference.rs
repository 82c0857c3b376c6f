//! The one grammar for naming a version: `ID[@vN[.REV]]`, or `ID@REV` for the newest major.

use std::fmt;

use crate::{Contract, Version, contracts};

/// A contract, or one of its versions, or one revision of a version.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The contract.
    pub contract: &'static Contract,
    /// The major version, when one was named.
    pub version: Option<&'static Version>,
    /// The revision, when one was named; the empty name where a version has only one.
    pub revision: Option<&'static str>,
}

/// Why a reference names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownReference {
    /// No such contract; the ids that there are, nearest first.
    Contract(String, Vec<&'static str>),
    /// The contract has no such version or revision; those it has.
    Version(String, &'static str, Vec<String>),
}

impl fmt::Display for UnknownReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnknownReference::Contract(given, known) => {
                write!(f, "no contract is called `{given}`; there are {}", known.join(", "))
            }
            UnknownReference::Version(given, id, known) => {
                write!(f, "`{id}` has no version `{given}`; it has {}", known.join(", "))
            }
        }
    }
}

impl std::error::Error for UnknownReference {}

impl Reference {
    /// Reads `family/name`, `family/name@v1`, `family/name@v0.0.29` or `family/name@0.29`.
    ///
    /// # Errors
    /// When the catalogue holds no such contract, version or revision.
    pub fn parse(text: &str) -> Result<Self, UnknownReference> {
        let (id, wanted) = match text.split_once('@') {
            Some((id, wanted)) => (id, Some(wanted)),
            None => (text, None),
        };
        let contract = contracts::find(id).ok_or_else(|| {
            let known = contracts::all().map(|c| c.id).collect();
            UnknownReference::Contract(id.to_owned(), known)
        })?;
        let Some(wanted) = wanted else {
            return Ok(Reference { contract, version: None, revision: None });
        };
        Self::within(contract, wanted).ok_or_else(|| {
            UnknownReference::Version(wanted.to_owned(), contract.id, version_names(contract))
        })
    }

    /// What `vN`, `vN.REV` or `REV` names within a contract.
    #[must_use]
    pub fn within(contract: &'static Contract, wanted: &str) -> Option<Self> {
        for version in contract.versions {
            if version.name == wanted {
                return Some(Reference { contract, version: Some(version), revision: None });
            }
            let rest = wanted.strip_prefix(version.name).and_then(|rest| rest.strip_prefix('.'));
            if let Some(revision) = rest.and_then(|rest| named(version, rest)) {
                return Some(Reference {
                    contract,
                    version: Some(version),
                    revision: Some(revision),
                });
            }
        }
        let version = contract.newest();
        let revision = named(version, wanted)?;
        Some(Reference { contract, version: Some(version), revision: Some(revision) })
    }

    /// The version it means: the one named, else the newest.
    #[must_use]
    pub fn version(&self) -> &'static Version {
        self.version.unwrap_or_else(|| self.contract.newest())
    }

    /// The revision it means: the one named, else the newest of the version.
    #[must_use]
    pub fn revision(&self) -> &'static str {
        self.revision.unwrap_or_else(|| self.version().newest_revision())
    }

    /// The path below `specs/` of the schema it means.
    #[must_use]
    pub fn schema_path(&self) -> String {
        schema_path(self.contract, self.version(), self.revision)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.contract.id, self.version().name)?;
        match self.revision() {
            "" => Ok(()),
            revision => write!(f, ".{revision}"),
        }
    }
}

fn named(version: &'static Version, revision: &str) -> Option<&'static str> {
    version.revisions.iter().copied().find(|name| !name.is_empty() && *name == revision)
}

fn version_names(contract: &Contract) -> Vec<String> {
    let mut names = Vec::new();
    for version in contract.versions {
        names.push(version.name.to_owned());
        let revisions = version.revisions.iter().filter(|name| !name.is_empty());
        names.extend(revisions.map(|name| format!("{}.{name}", version.name)));
    }
    names
}

/// `family_name`: the contract's id as part of a file name.
#[must_use]
pub fn file_stem(contract: &Contract) -> String {
    contract.id.replace(['/', '-'], "_")
}

/// The path below `specs/` of a version's schema, or of one of its revisions'. Schemas of
/// operator-written files stand in `meta/`, so that the files themselves can have the plain names.
#[must_use]
pub fn schema_path(contract: &Contract, version: &Version, revision: Option<&str>) -> String {
    let stem = file_stem(contract);
    match revision {
        Some(revision) if !revision.is_empty() => {
            format!("01_schema/revisions/{stem}/{revision}.yaml")
        }
        _ if contract.strict => format!("01_schema/meta/{stem}_{}.yaml", version.name),
        _ => format!("01_schema/{stem}_{}.yaml", version.name),
    }
}
