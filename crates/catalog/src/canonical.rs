//! The one text of a schema: keywords in a fixed order, members in the author's.

use serde_json::{Map, Value};

/// Keywords in the order in which a reader wants them; all others follow in the author's order.
const ORDER: [&str; 44] = [
    "$schema",
    "$id",
    "$comment",
    "$ref",
    "title",
    "description",
    "deprecated",
    "type",
    "const",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "default",
    "required",
    "properties",
    "patternProperties",
    "propertyNames",
    "additionalProperties",
    "unevaluatedProperties",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "items",
    "prefixItems",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "examples",
];

/// The schema with its keywords in canonical order; `$defs` stand last.
#[must_use]
pub fn ordered(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut out = Map::new();
    for key in ORDER {
        if let Some(value) = members.get(key) {
            out.insert(key.to_owned(), ordered_below(key, value));
        }
    }
    let rest = members.iter().filter(|(key, _)| !ORDER.contains(&key.as_str()));
    let (last, middle): (Vec<_>, Vec<_>) = rest.partition(|(key, _)| *key == "$defs");
    for (key, value) in middle.into_iter().chain(last) {
        out.insert(key.clone(), ordered_below(key, value));
    }
    Value::Object(out)
}

/// What stands below a keyword: schemas, named schemas, or values that are not schemas at all.
fn ordered_below(keyword: &str, value: &Value) -> Value {
    match keyword {
        "const" | "enum" | "default" | "examples" | "required" | "dependentRequired" => {
            value.clone()
        }
        "properties" | "patternProperties" | "$defs" | "dependentSchemas" => match value {
            Value::Object(named) => Value::Object(
                named.iter().map(|(name, schema)| (name.clone(), ordered(schema))).collect(),
            ),
            other => other.clone(),
        },
        _ => match value {
            Value::Array(schemas) => Value::Array(schemas.iter().map(ordered).collect()),
            other => ordered(other),
        },
    }
}

/// The canonical YAML text of a value that is in canonical order already.
///
/// # Errors
/// When the writer refuses the value; no schema or catalogue makes it do so.
pub fn yaml(value: &Value) -> Result<String, serde_yaml::Error> {
    serde_yaml::to_string(value)
}

/// The schema without what may change in a published file: annotations for people.
#[must_use]
pub fn without_annotations(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let kept = members.iter().filter(|(key, _)| {
        !matches!(key.as_str(), "description" | "title" | "examples" | "$comment")
    });
    let kept = kept.map(|(key, value)| (key.clone(), bare_below(key, value)));
    Value::Object(kept.collect())
}

fn bare_below(keyword: &str, value: &Value) -> Value {
    match (keyword, value) {
        ("const" | "enum" | "default" | "required" | "dependentRequired", _) => value.clone(),
        (
            "properties" | "patternProperties" | "$defs" | "dependentSchemas",
            Value::Object(named),
        ) => Value::Object(
            named
                .iter()
                .map(|(name, schema)| (name.clone(), without_annotations(schema)))
                .collect(),
        ),
        (_, Value::Array(schemas)) => {
            Value::Array(schemas.iter().map(without_annotations).collect())
        }
        (_, other) => without_annotations(other),
    }
}
