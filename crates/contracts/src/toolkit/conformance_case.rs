//! `toolkit/conformance-case` v1: documents with the verdict that every judge must reach.

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::Severity;

/// The portable cases of one contract family. A reference to a case is the file's path, `#` and
/// the case's `id`.
// `D` is any JSON value: the type of the reader's own library, since this crate has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ConformanceSet")]
pub struct ConformanceSet<D> {
    /// The version of this form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The contract family, the part of a contract's name before the slash.
    #[schemars(regex(pattern = "^[a-z][a-z-]*$"))]
    pub family: String,
    /// Every case; ids are unique within the set.
    pub cases: Vec<ConformanceCase<D>>,
}

/// One document and what judging it must give. The document is a JSON value, or a text where it
/// is none (broken syntax, several lines, another notation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(bound(deserialize = "D: Deserialize<'de>"))]
#[schemars(rename = "ConformanceCase", extend("oneOf" = [
    json_schema!({"required": ["document"]}),
    json_schema!({"required": ["text"]}),
]))]
pub struct ConformanceCase<D> {
    /// The case's name, unique within the set.
    #[schemars(regex(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$"))]
    pub id: String,
    /// The contract to judge by, `family/name`.
    #[schemars(regex(pattern = "^[a-z][a-z-]*/[a-z][a-z-]*$"))]
    pub contract: String,
    /// The version to judge by: `v1`, or with a revision `v0.0.29`.
    #[schemars(regex(pattern = r"^v(0|[1-9][0-9]*)(\.[A-Za-z0-9]+)*$"))]
    pub version: String,
    /// The document.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "D")]
    pub document: Option<D>,
    /// The document's text, where it is no JSON value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub text: Option<String>,
    /// How the text is written; JSON when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Notation")]
    pub notation: Option<Notation>,
    /// What the judge is told beside the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CaseOptions")]
    pub options: Option<CaseOptions>,
    /// What it must come to.
    pub expected: Expected,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Notation {
    /// One JSON text.
    Json,
    /// One YAML document.
    Yaml,
    /// One JSON text a line.
    Ndjson,
}

/// What the judge is told beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseOptions {
    /// Whose eyes it is judged with; a producer's when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CaseRole")]
    pub role: Option<CaseRole>,
    /// What the document answers; `mutation` for a request that changes something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CaseContext")]
    pub context: Option<CaseContext>,
    /// The time that it is judged at, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub now_utc: Option<String>,
    /// Whether a member that the version does not name is an error.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// Whether records are judged as a store keeps them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub persisted: bool,
    /// Origins that release URLs may have beside https.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow_origin: Vec<String>,
}

/// Whose eyes a document is judged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseRole {
    /// As somebody's output.
    Producer,
    /// As a reader meets it.
    Consumer,
}

/// What a document answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseContext {
    /// A request that changes something.
    Mutation,
}

/// What judging a case must come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// Accepted or rejected. A finding of level warning or note does not reject.
    pub verdict: ExpectedVerdict,
    /// The code of the rule that must be reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = r"^[a-z]+/[A-Za-z0-9$-]+$"))]
    pub rule: Option<String>,
    /// The level at which it must be reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Severity")]
    pub level: Option<Severity>,
}

/// The verdict that a case asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExpectedVerdict {
    /// The document keeps the contract.
    Accept,
    /// The document breaks it.
    Reject,
}

/// Reads a member that is there, so that the document `null` is not taken for no document.
fn present<'de, D, R>(reader: R) -> Result<Option<D>, R::Error>
where
    D: Deserialize<'de>,
    R: Deserializer<'de>,
{
    D::deserialize(reader).map(Some)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json, to_value};

    use super::ConformanceSet;

    #[test]
    fn a_full_document_round_trips() {
        let document = json!({"version": 1, "family": "cron", "cases": [
            {"id": "accept.minimal", "contract": "cron/execution-report", "version": "v1",
             "document": {"version": "1"}, "expected": {"verdict": "accept"}},
            {"id": "reject.null", "contract": "kanade/command", "version": "v0.0.29",
             "document": null, "expected": {"verdict": "reject", "rule": "schema/type"}},
            {"id": "reject.stream", "contract": "execra/event-stream", "version": "v0",
             "text": "{}\n{\n", "notation": "ndjson",
             "options": {"role": "consumer", "context": "mutation", "strict": true,
                         "persisted": true, "now_utc": "2026-08-01T09:00:00Z",
                         "allow_origin": ["http://127.0.0.1:8080"]},
             "expected": {"verdict": "reject", "rule": "json/syntax", "level": "error"}},
        ]});
        let typed: ConformanceSet<Value> = from_value(document.clone()).unwrap();
        assert_eq!(typed.cases[1].document, Some(Value::Null));
        assert_eq!(typed.cases[2].document, None);
        assert_eq!(to_value(typed).unwrap(), document);
    }
}
