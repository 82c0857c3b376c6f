//! `toolkit/waivers` v1: findings that somebody answers for, each for a limited time.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

/// The findings that somebody answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waivers {
    /// The version of the file's form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Every waiver.
    pub waivers: Vec<Waiver>,
}

/// One waiver: which finding, why it may stand, who answers for it, until when.
///
/// It names the finding by its rule and exactly one of a pointer and a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    json_schema!({"required": ["pointer"]}),
    json_schema!({"required": ["fingerprint"]}),
]))]
pub struct Waiver {
    /// The code of the rule that it sets aside, `family/rule-name`.
    #[schemars(regex(pattern = r"^[a-z]+/[A-Za-z0-9$-]+$"))]
    pub rule: String,
    /// The place in the document, as an RFC 6901 pointer; the empty string is the document as a
    /// whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "json-pointer"))]
    pub pointer: Option<String>,
    /// The finding's or witness's fingerprint, as reports print it: 32 lower-case hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = "^[0-9a-f]{32}$"))]
    pub fingerprint: Option<String>,
    /// The only input that it is for; one that ends in `/` is a folder and everything below it.
    /// Without it the waiver holds for every input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub source: Option<String>,
    /// Why the finding may stand for now.
    #[schemars(regex(pattern = r"\S"))]
    pub reason: String,
    /// Who answers for it: a person or a team.
    #[schemars(regex(pattern = r"\S"))]
    pub owner: String,
    /// The last day (UTC) on which it holds, at most 180 days ahead: `2026-08-01`.
    #[schemars(extend("format" = "date"))]
    pub expires: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::Waivers;

    #[test]
    fn a_full_document_round_trips() {
        let document = json!({"version": 1, "waivers": [
            {"rule": "cron/empty-text", "pointer": "/host", "source": "reports/",
             "reason": "old agents", "owner": "jobs team", "expires": "2026-08-01"},
            {"rule": "compat/required-added", "fingerprint": "0123456789abcdef0123456789abcdef",
             "reason": "announced", "owner": "api team", "expires": "2026-09-30"},
        ]});
        let typed: Waivers = from_value(document.clone()).unwrap();
        assert_eq!(to_value(typed).unwrap(), document);
    }

    #[test]
    fn an_unknown_member_is_refused() {
        assert!(from_value::<Waivers>(json!({"version": 1, "waivers": [], "until": 1})).is_err());
    }
}
