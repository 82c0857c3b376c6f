//! A finding: what a rule says of an instance. A value, never an error.

use std::borrow::Cow;

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use super::{Location, Severity};

/// What one rule says of one place in one instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("dependentRequired" = json_schema!({"column": ["line"]})))]
pub struct Finding {
    /// The rule's stable code, `family/rule-name`; `explain` knows every one.
    #[schemars(regex(pattern = r"^[a-z]+/[A-Za-z0-9$-]+$"))]
    pub code: Cow<'static, str>,
    /// How heavily it weighs, after role and waivers.
    pub severity: Severity,
    /// The reason: what is wrong here, in one sentence.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub remedy: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub location: Location,
    /// The contract the document was judged by, `family/name@vN[.REV]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub contract: Option<String>,
    /// Pointer into the published schema, where a schema clause carries the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "json-pointer"))]
    pub schema_pointer: Option<String>,
    /// The offending line, for people; not part of the published form.
    #[serde(skip)]
    pub snippet: Option<Snippet>,
}

/// The part of the offending line that a person is shown below a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The line's text, cut to a bounded window.
    pub text: String,
    /// Characters of `text` before the marked part.
    pub start: usize,
    /// Characters to mark, at least 1.
    pub len: usize,
}

impl Finding {
    /// A finding without a place; `crates/validator` fills in what it knows.
    #[must_use]
    pub fn new(
        code: impl Into<Cow<'static, str>>,
        severity: Severity,
        message: impl Into<String>,
    ) -> Self {
        Finding {
            code: code.into(),
            severity,
            message: message.into(),
            remedy: None,
            location: Location::default(),
            contract: None,
            schema_pointer: None,
            snippet: None,
        }
    }

    /// The same finding with what to do about it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// The same finding at a pointer of the instance.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.location.pointer = pointer.into();
        self
    }

    /// The order of every report: source, line, column, pointer, code, message.
    #[must_use]
    pub fn sort_key(&self) -> (&str, Option<u64>, Option<u64>, &str, &str, &str) {
        let at = &self.location;
        (&at.source, at.line, at.column, &at.pointer, &self.code, &self.message)
    }
}
