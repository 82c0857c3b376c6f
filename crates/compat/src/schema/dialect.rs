//! The dialects of JSON Schema and which keyword means what in which of them.

use serde_json::Value;

/// A dialect of JSON Schema, oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Draft 4.
    Draft4,
    /// Draft 6.
    Draft6,
    /// Draft 7.
    Draft7,
    /// Draft 2019-09.
    Draft201909,
    /// Draft 2020-12.
    Draft202012,
}

use Dialect::{Draft4, Draft6, Draft7, Draft201909, Draft202012};

/// What the reader does with a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It restricts values, and the reader knows how.
    Modelled,
    /// It restricts nothing.
    Silent,
    /// It may restrict values in a way that is not modelled.
    Unmodelled,
}

/// Keywords with the first and the last dialect that gives them that role. What stands in no row
/// for a dialect is, by that dialect's own words, to be ignored.
const KEYWORDS: &[(&str, Dialect, Dialect, Role)] = &[
    ("$ref", Draft4, Draft202012, Role::Modelled),
    ("$recursiveRef", Draft201909, Draft201909, Role::Modelled),
    ("$recursiveRef", Draft202012, Draft202012, Role::Unmodelled),
    ("$dynamicRef", Draft202012, Draft202012, Role::Modelled),
    ("type", Draft4, Draft202012, Role::Modelled),
    ("enum", Draft4, Draft202012, Role::Modelled),
    ("const", Draft6, Draft202012, Role::Modelled),
    ("multipleOf", Draft4, Draft202012, Role::Modelled),
    ("minimum", Draft4, Draft202012, Role::Modelled),
    ("maximum", Draft4, Draft202012, Role::Modelled),
    ("exclusiveMinimum", Draft4, Draft202012, Role::Modelled),
    ("exclusiveMaximum", Draft4, Draft202012, Role::Modelled),
    ("minLength", Draft4, Draft202012, Role::Modelled),
    ("maxLength", Draft4, Draft202012, Role::Modelled),
    ("pattern", Draft4, Draft202012, Role::Modelled),
    ("format", Draft4, Draft202012, Role::Modelled),
    ("contentEncoding", Draft6, Draft7, Role::Unmodelled),
    ("contentMediaType", Draft6, Draft7, Role::Unmodelled),
    ("items", Draft4, Draft202012, Role::Modelled),
    ("additionalItems", Draft4, Draft201909, Role::Modelled),
    ("prefixItems", Draft202012, Draft202012, Role::Modelled),
    ("contains", Draft6, Draft202012, Role::Modelled),
    ("minContains", Draft201909, Draft202012, Role::Modelled),
    ("maxContains", Draft201909, Draft202012, Role::Modelled),
    ("minItems", Draft4, Draft202012, Role::Modelled),
    ("maxItems", Draft4, Draft202012, Role::Modelled),
    ("uniqueItems", Draft4, Draft202012, Role::Modelled),
    ("unevaluatedItems", Draft201909, Draft202012, Role::Modelled),
    ("properties", Draft4, Draft202012, Role::Modelled),
    ("patternProperties", Draft4, Draft202012, Role::Modelled),
    ("additionalProperties", Draft4, Draft202012, Role::Modelled),
    ("propertyNames", Draft6, Draft202012, Role::Modelled),
    ("required", Draft4, Draft202012, Role::Modelled),
    ("minProperties", Draft4, Draft202012, Role::Modelled),
    ("maxProperties", Draft4, Draft202012, Role::Modelled),
    ("dependencies", Draft4, Draft7, Role::Modelled),
    // Dropped from the standard, kept in its meta-schema: engines differ.
    ("dependencies", Draft201909, Draft202012, Role::Unmodelled),
    ("dependentRequired", Draft201909, Draft202012, Role::Modelled),
    ("dependentSchemas", Draft201909, Draft202012, Role::Modelled),
    ("unevaluatedProperties", Draft201909, Draft202012, Role::Modelled),
    ("allOf", Draft4, Draft202012, Role::Modelled),
    ("anyOf", Draft4, Draft202012, Role::Modelled),
    ("oneOf", Draft4, Draft202012, Role::Modelled),
    ("not", Draft4, Draft202012, Role::Modelled),
    ("if", Draft7, Draft202012, Role::Modelled),
    ("then", Draft7, Draft202012, Role::Modelled),
    ("else", Draft7, Draft202012, Role::Modelled),
];

impl Dialect {
    /// Every dialect, oldest first.
    pub const ALL: [Dialect; 5] = [Draft4, Draft6, Draft7, Draft201909, Draft202012];

    /// The dialect of a `$schema` URI; `None` for any other meta-schema.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Self> {
        let bare = uri.trim_end_matches('#');
        let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"))?;
        match bare {
            "json-schema.org/draft-04/schema" => Some(Draft4),
            "json-schema.org/draft-06/schema" => Some(Draft6),
            "json-schema.org/draft-07/schema" => Some(Draft7),
            "json-schema.org/draft/2019-09/schema" => Some(Draft201909),
            "json-schema.org/draft/2020-12/schema" => Some(Draft202012),
            _ => None,
        }
    }

    /// The dialect of a short name as people write it: `draft-04`, `4`, `2020-12`, …
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match name.trim_start_matches("draft").trim_start_matches('-') {
            "4" | "04" => Some(Draft4),
            "6" | "06" => Some(Draft6),
            "7" | "07" => Some(Draft7),
            "2019-09" => Some(Draft201909),
            "2020-12" => Some(Draft202012),
            _ => Dialect::of_uri(name),
        }
    }

    /// The short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Draft4 => "draft-04",
            Draft6 => "draft-06",
            Draft7 => "draft-07",
            Draft201909 => "2019-09",
            Draft202012 => "2020-12",
        }
    }

    /// Whether the dialect asserts `format` unless it is told otherwise.
    #[must_use]
    pub fn asserts_formats(self) -> bool {
        self <= Draft7
    }

    /// What the reader does with a keyword.
    pub(crate) fn role(self, keyword: &str) -> Role {
        let rows = KEYWORDS.iter().filter(|(name, ..)| *name == keyword);
        let mut rows = rows.filter(|(_, from, to, _)| (*from..=*to).contains(&self));
        rows.next().map_or(Role::Silent, |row| row.3)
    }

    /// The newest dialect in which a schema without `$schema` can be read at all, judged by shapes
    /// that others forbid: a truth value as exclusive bound (draft 4 alone), an array of items
    /// (up to 2019-09). `None` when nothing tells.
    #[must_use]
    pub fn told_by_shape(schema: &Value) -> Option<Self> {
        let mut told = None;
        let mut open = vec![schema];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let exclusive = ["exclusiveMinimum", "exclusiveMaximum"];
                    if exclusive.iter().any(|k| members.get(*k).is_some_and(Value::is_boolean)) {
                        return Some(Draft4);
                    }
                    if members.get("items").is_some_and(Value::is_array) {
                        told = Some(Draft201909);
                    }
                    let plain = members.iter().filter(|(k, _)| {
                        !matches!(k.as_str(), "enum" | "const" | "default" | "examples")
                    });
                    open.extend(plain.map(|(_, value)| value));
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        told
    }
}
