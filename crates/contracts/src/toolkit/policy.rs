//! `toolkit/policy` v1: what a contract promises of its own changes.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CompatWorld;

/// What may change in a contract, and how large a step each change is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The version of the file's form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The contract that it is for, `family/name`.
    #[schemars(regex(pattern = "^[a-z][a-z-]*/[a-z][a-z-]*$"))]
    pub contract: String,
    /// Where the promise is written: the document and its clause.
    #[schemars(regex(pattern = r"\S"))]
    pub source: String,
    /// Who writes documents of the contract.
    #[schemars(length(min = 1), inner(regex(pattern = r"\S")))]
    pub written_by: Vec<String>,
    /// Who reads them.
    #[schemars(length(min = 1), inner(regex(pattern = r"\S")))]
    pub read_by: Vec<String>,
    /// What the writing side may emit.
    pub world: CompatWorld,
    /// Which directions hold within a major version, and how far back.
    pub compatible: PolicyDirections,
    /// The step of single kinds of change, where the contract's document settles it. Each kind at
    /// most once; the others have the step that the page of this contract gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<PolicyChange>,
    /// The major version from which on only patches are allowed: `v1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = "^v(0|[1-9][0-9]*)$"))]
    pub frozen_from: Option<String>,
    /// What a new major version has to bring with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub major_brings: Vec<MajorDemand>,
    /// Published lists that are compared with the schema.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<PolicyList>,
}

/// The directions that hold within a major version. One that is left out need not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyDirections {
    /// New readers read what older writers wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Reach")]
    pub backward: Option<Reach>,
    /// Older readers read what new writers write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Reach")]
    pub forward: Option<Reach>,
}

/// How far back a direction holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Against the version before.
    Last,
    /// Against every older version of the major.
    History,
}

/// A kind of change and the step that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// The kind.
    #[schemars(extend("enum" = CHANGES))]
    pub change: String,
    /// The step.
    pub step: Step,
    /// What the contract's document says of it.
    #[schemars(regex(pattern = r"\S"))]
    pub says: String,
}

/// A step from one version to the next.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing changes for anybody's program.
    Patch,
    /// Something is added, and everybody who kept to the contract goes on.
    Minor,
    /// Somebody who kept to the contract has to change.
    Major,
}

/// What a new major version has to bring with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MajorDemand {
    /// A section `From vN to vM` in the contract's page that says what changes for whom.
    CompatibilityNote,
    /// A file that maps documents of the old version to the new one.
    Migration,
}

/// A published list whose entries are promises of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyList {
    /// What it lists.
    pub kind: ListKind,
    /// Where it stands, from the repository's root on.
    #[schemars(regex(pattern = r"^/specs/([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.yaml$"))]
    pub path: String,
}

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Names of events (`control/event-type-stability`).
    EventTypes,
    /// Error codes with what clients may rely on (`control/error-code-stability`).
    ErrorCodes,
}

impl Step {
    /// The word that every output format uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Patch => "patch",
            Step::Minor => "minor",
            Step::Major => "major",
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Every kind of change that a policy may speak of: what a comparison finds broken in one of the
/// directions (the first of a pair stops new readers, the second old ones), then what breaks no
/// reader and is told all the same.
pub const CHANGES: &[&str] = &[
    "required-added",
    "required-removed",
    "dependency-added",
    "dependency-removed",
    "property-constrained",
    "property-freed",
    "property-removed",
    "property-added",
    "object-closed",
    "object-opened",
    "enum-value-removed",
    "enum-value-added",
    "type-narrowed",
    "type-widened",
    "bound-tightened",
    "bound-loosened",
    "multiple-of-tightened",
    "multiple-of-loosened",
    "pattern-tightened",
    "pattern-loosened",
    "format-tightened",
    "format-loosened",
    "unique-items-added",
    "unique-items-removed",
    "contains-tightened",
    "contains-loosened",
    "items-closed",
    "items-opened",
    "property-names-tightened",
    "property-names-loosened",
    "variants-overlap",
    "variants-overlapped",
    "variant-removed",
    "variant-added",
    "exclusion-added",
    "exclusion-removed",
    "values-removed",
    "values-added",
    "undecided",
    "member-added",
    "member-removed",
    "member-renamed",
    "member-aliased",
    "meaning-changed",
    "rule-changed",
    "default-changed",
    "text-changed",
    "event-type-added",
    "event-type-removed",
    "error-code-added",
    "error-code-changed",
    "error-code-removed",
    "list-unreadable",
];

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::{CHANGES, Policy, Step};

    #[test]
    fn a_full_document_round_trips() {
        let document = json!({
            "version": 1, "contract": "control-center/event", "source": "section 9",
            "written_by": ["gateway"], "read_by": ["clients"], "world": "emitted-only",
            "compatible": {"backward": "history", "forward": "last"},
            "changes": [{"change": "enum-value-added", "step": "minor", "says": "tolerated"}],
            "frozen_from": "v1", "major_brings": ["compatibility-note", "migration"],
            "lists": [{"kind": "event-types", "path": "/specs/02_contracts/types.yaml"}],
        });
        let typed: Policy = from_value(document.clone()).unwrap();
        assert_eq!(to_value(typed).unwrap(), document);
    }

    #[test]
    fn an_unknown_member_is_refused() {
        let document = json!({
            "version": 1, "contract": "a/b", "source": "s", "written_by": ["w"], "read_by": ["r"],
            "world": "open", "compatible": {"sideways": "last"},
        });
        assert!(from_value::<Policy>(document).is_err());
    }

    #[test]
    fn steps_are_ordered_and_changes_stand_once() {
        assert!(Step::Patch < Step::Minor && Step::Minor < Step::Major);
        let mut sorted = CHANGES.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), CHANGES.len());
    }
}
