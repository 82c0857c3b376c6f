//! `toolkit/migration` v1: how a document of one version becomes one of another.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::present::present;

/// Where in a document a step works: an RFC 6901 pointer without empty parts, in which `*` stands
/// for every item or member.
const PLACE: &str = "^(/([^/~]|~[01])+)+$";
/// One place: a pointer without `*` as a part.
const ONE_PLACE: &str = r"^(/([^*/~]|~[01]|\*([^/~]|~[01]))([^/~]|~[01])*)+$";
const CONTRACT: &str = "^[a-z][a-z-]*/[a-z][a-z-]*$";
const VERSION: &str = "^[A-Za-z0-9]+([.][A-Za-z0-9]+)*$";
const NOT_BLANK: &str = r"\S";

/// How a document of one version becomes one of another.
// `V` is any JSON value: the type of the reader's own library, since this crate has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
#[schemars(rename = "Migration")]
pub struct Migration<V> {
    /// The version of this form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The contract, `family/name`.
    #[schemars(regex(pattern = CONTRACT))]
    pub contract: String,
    /// The version that documents have before: `v2`, or a revision of the newest version, `0.26`.
    #[schemars(regex(pattern = VERSION))]
    pub from: String,
    /// The version that they have afterwards.
    #[schemars(regex(pattern = VERSION))]
    pub to: String,
    /// What the migration does, what it cannot do, and why; for people.
    #[schemars(regex(pattern = NOT_BLANK))]
    pub says: String,
    /// Documents that it does not touch, though the version before accepts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refuses: Vec<MigrationRefusal>,
    /// What is done, in this order.
    #[schemars(length(min = 1))]
    pub steps: Vec<MigrationStep<V>>,
    /// The way back, where there is one that restores every document.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "MigrationInverse<V>")]
    pub inverse: Option<MigrationInverse<V>>,
}

/// The way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
#[schemars(rename = "MigrationInverse")]
pub struct MigrationInverse<V> {
    /// Documents that it does not touch, though the version that they have accepts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refuses: Vec<MigrationRefusal>,
    /// What is done, in this order.
    #[schemars(length(min = 1))]
    pub steps: Vec<MigrationStep<V>>,
}

/// Documents that a migration does not touch: those that have something at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrationRefusal {
    /// The place.
    #[schemars(regex(pattern = PLACE))]
    pub at: String,
    /// Why no migration can be right about them.
    #[schemars(regex(pattern = NOT_BLANK))]
    pub reason: String,
}

/// One thing that is done. What is not there is passed over, unless the kind says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    deny_unknown_fields,
    bound(deserialize = "V: Deserialize<'de>")
)]
#[schemars(rename = "MigrationStep")]
pub enum MigrationStep<V> {
    /// A member gets another name and keeps its place in the order. A member of that name that is
    /// there already is an error.
    Rename {
        /// The member.
        #[schemars(regex(pattern = PLACE))]
        at: String,
        /// Its new name.
        #[schemars(length(min = 1))]
        name: String,
    },
    /// A member goes to another object, as its last one. That object has to be there, and the
    /// member's place in it has to be free.
    Move {
        /// The member.
        #[schemars(regex(pattern = ONE_PLACE))]
        from: String,
        /// Where it goes.
        #[schemars(regex(pattern = ONE_PLACE))]
        to: String,
    },
    /// A member that is not there is added as its object's last one; one that is there stays.
    Default {
        /// The member.
        #[schemars(regex(pattern = PLACE))]
        at: String,
        /// The value.
        value: V,
    },
    /// A member is taken away, and what it held is lost.
    Drop {
        /// The member.
        #[schemars(regex(pattern = PLACE))]
        at: String,
        /// Why that is no loss, or one that may be.
        #[schemars(regex(pattern = NOT_BLANK))]
        reason: String,
    },
    /// Values are replaced by others.
    MapValues {
        /// Where they stand.
        #[schemars(regex(pattern = PLACE))]
        at: String,
        /// Each value and what takes its place.
        #[schemars(length(min = 1))]
        values: Vec<MappedValue<V>>,
        /// What becomes of a value that is not among them.
        otherwise: OtherValues,
    },
    /// A member gets a value that does not depend on the document.
    Constant {
        /// The member.
        #[schemars(regex(pattern = PLACE))]
        at: String,
        /// The value.
        value: V,
        /// What it holds before; anything else is an error. Without this the member may not be
        /// there yet.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[schemars(with = "V")]
        was: Option<V>,
    },
    /// What is computed from the rest of the document is computed anew. What stood there has to
    /// have been right, or the document is refused: a changed document is not made to look whole.
    Recompute {
        /// What is computed, and where it stands.
        recipe: Recipe,
    },
}

/// A value and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
#[schemars(rename = "MappedValue")]
pub struct MappedValue<V> {
    /// The value before.
    pub from: V,
    /// The value afterwards.
    pub to: V,
}

/// What becomes of a value that a map does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OtherValues {
    /// It stays.
    Keep,
    /// The document is refused.
    Refuse,
}

/// Something that is computed from the rest of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipe {
    /// `/proof/payload_sha256` of a certificate: SHA-256 over its `json-c14n-v1` text with that
    /// member blanked. A signature over the old bytes does not cover the new ones.
    PayloadSha256,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json, to_value};

    use super::Migration;

    fn full() -> Value {
        json!({
            "version": 1, "contract": "a/b", "from": "v1", "to": "v2", "says": "everything",
            "refuses": [{"at": "/x", "reason": "two meanings"}],
            "steps": [
                {"kind": "rename", "at": "/a", "name": "b"},
                {"kind": "move", "from": "/c", "to": "/d/c"},
                {"kind": "default", "at": "/e", "value": null},
                {"kind": "drop", "at": "/rows/*/f", "reason": "nobody reads it"},
                {"kind": "map_values", "at": "/g", "otherwise": "keep",
                 "values": [{"from": "x", "to": 1}]},
                {"kind": "constant", "at": "/h", "value": 2, "was": null},
                {"kind": "recompute", "recipe": "payload_sha256"},
            ],
            "inverse": {"steps": [{"kind": "rename", "at": "/b", "name": "a"}]},
        })
    }

    #[test]
    fn a_full_migration_round_trips_also_where_a_value_is_null() {
        let typed: Migration<Value> = from_value(full()).unwrap();
        assert_eq!(to_value(typed).unwrap(), full());
    }

    #[test]
    fn an_unknown_member_of_a_step_is_refused() {
        let mut document = full();
        document["steps"][0]["to"] = json!("/b");
        assert!(from_value::<Migration<Value>>(document).is_err());
    }
}
