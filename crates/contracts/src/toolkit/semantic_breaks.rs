//! `toolkit/semantic-breaks` v1: breaks that no comparison of schemas shows.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const CONTRACT: &str = "^[a-z][a-z-]*/[a-z][a-z-]*$";
const VERSION: &str = "^[A-Za-z0-9]+([.][A-Za-z0-9]+)*$";
const NOT_BLANK: &str = r"\S";

/// Breaks of a contract that no comparison of schemas shows: a reader takes the document, and
/// takes it for something else than its writer meant.
// `V` is any JSON value: the type of the reader's own library, since this crate has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
#[schemars(rename = "SemanticBreaks")]
pub struct SemanticBreaks<V> {
    /// The version of this form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The contract, `family/name`.
    #[schemars(regex(pattern = CONTRACT))]
    pub contract: String,
    /// Every break.
    #[schemars(length(min = 1))]
    pub breaks: Vec<SemanticBreak<V>>,
}

/// One break: who misreads whom, and a document that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "V: Deserialize<'de>"))]
#[schemars(rename = "SemanticBreak")]
pub struct SemanticBreak<V> {
    /// Its name, unique in the file.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The versions that misread.
    pub readers: VersionRange,
    /// The versions whose documents they misread.
    pub writers: VersionRange,
    /// What the readers' schemas say of the witness.
    pub reader_schema: ReaderSchema,
    /// What the reader takes it for, and what was meant.
    #[schemars(regex(pattern = NOT_BLANK))]
    pub reason: String,
    /// What to do about it.
    #[schemars(regex(pattern = NOT_BLANK))]
    pub remedy: String,
    /// A document that a writer of every one of the versions may write.
    pub witness: V,
}

/// Versions from one to another in the contract's order, both included. A side that is left out
/// is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct VersionRange {
    /// The oldest one: `v1`, or a revision of the newest version, `0.43`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = VERSION))]
    pub from: Option<String>,
    /// The newest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = VERSION))]
    pub until: Option<String>,
}

/// What the readers' schemas say of a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReaderSchema {
    /// They accept it: nothing but knowledge shows the break.
    Accepts,
    /// They refuse it: a reader that judges before it acts is safe, one that only decodes is not.
    Refuses,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json, to_value};

    use super::SemanticBreaks;

    #[test]
    fn a_full_file_round_trips() {
        let document = json!({"version": 1, "contract": "a/b", "breaks": [{
            "id": "one-two", "readers": {"until": "0.26"}, "writers": {"from": "0.29", "until": "v1"},
            "reader_schema": "refuses", "reason": "r", "remedy": "m", "witness": null,
        }]});
        let typed: SemanticBreaks<Value> = from_value(document.clone()).unwrap();
        assert_eq!(to_value(typed).unwrap(), document);
    }
}
