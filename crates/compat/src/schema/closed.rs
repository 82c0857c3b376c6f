//! A schema whose objects take no members but those they declare: the world in which readers
//! refuse what they do not know.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::resources::Resources;
use super::upgraded::upgraded;
use super::{Dialect, join};

/// Keywords whose subschema judges a part of the value.
const PARTS: [&str; 8] = [
    "additionalProperties",
    "unevaluatedProperties",
    "items",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "prefixItems",
    "properties",
];
/// Keywords whose subschemas judge the value itself.
const BESIDE: [&str; 6] = ["allOf", "anyOf", "oneOf", "if", "then", "else"];
/// Keywords that apply another schema to the value itself.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// The schema with every object closed that declares members, and the dialect that it is written
/// in: what branches declare counts together only from 2019-09 on, so that older schemas are
/// written anew in that dialect. A pointer where one cannot be.
pub(crate) fn closed(schema: &Value, dialect: Dialect) -> Result<(Value, Dialect), String> {
    let (schema, dialect) = if dialect < Dialect::Draft201909 {
        (Cow::Owned(upgraded(schema, dialect)?), Dialect::Draft201909)
    } else {
        (Cow::Borrowed(schema), dialect)
    };
    let mut closed = schema.clone().into_owned();
    let resources = Resources::of(&schema, dialect);
    let mut closing =
        Closing { document: &schema, resources, seen: HashSet::new(), wanted: Vec::new() };
    closing.part(&mut closed, "");
    // A reference may lead to where no keyword holds schemas.
    while let Some(target) = closing.wanted.pop() {
        if !closing.seen.contains(&target) {
            let there = closed.pointer_mut(&target).ok_or_else(|| target.clone())?;
            closing.inside(there, &target);
        }
    }
    Ok((closed, dialect))
}

struct Closing<'d> {
    document: &'d Value,
    resources: Resources,
    /// Places whose parts are closed.
    seen: HashSet<String>,
    /// Places that references lead to.
    wanted: Vec<String>,
}

impl Closing<'_> {
    /// A schema that judges a whole part: what its branches declare counts together.
    fn part(&mut self, schema: &mut Value, at: &str) {
        self.inside(schema, at);
        let Value::Object(members) = schema else { return };
        let open = !members.contains_key("additionalProperties")
            && !members.contains_key("unevaluatedProperties");
        if open && self.declares(members, at, &mut HashSet::new()) {
            members.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
        }
    }

    /// The parts below a schema.
    fn inside(&mut self, schema: &mut Value, at: &str) {
        self.seen.insert(at.to_owned());
        let Value::Object(members) = schema else { return };
        self.wanted.extend(targets(&self.resources, members, at));
        for (keyword, value) in members.iter_mut() {
            let at = join(at, keyword);
            match (keyword.as_str(), value) {
                ("properties" | "patternProperties", Value::Object(map)) => {
                    for (name, inner) in map {
                        self.part(inner, &join(&at, name));
                    }
                }
                ("$defs" | "definitions" | "dependentSchemas", Value::Object(map)) => {
                    for (name, inner) in map {
                        self.inside(inner, &join(&at, name));
                    }
                }
                (keyword, Value::Array(list)) => {
                    for (index, inner) in list.iter_mut().enumerate() {
                        self.either(keyword, inner, &format!("{at}/{index}"));
                    }
                }
                (keyword, inner) => self.either(keyword, inner, &at),
            }
        }
    }

    fn either(&mut self, keyword: &str, schema: &mut Value, at: &str) {
        if PARTS.contains(&keyword) {
            self.part(schema, at);
        } else if BESIDE.contains(&keyword) || keyword == "not" {
            self.inside(schema, at);
        }
    }

    /// Whether a schema, or one that applies to the same value, speaks of members. A place that a
    /// reference has led to is not looked at again.
    fn declares(&self, members: &Map<String, Value>, at: &str, met: &mut HashSet<String>) -> bool {
        members.contains_key("properties")
            || members.contains_key("patternProperties")
            || branches(members, at).into_iter().any(|(schema, at)| {
                schema.as_object().is_some_and(|members| self.declares(members, &at, met))
            })
            || targets(&self.resources, members, at).into_iter().any(|target| {
                let there = self.document.pointer(&target).and_then(Value::as_object);
                met.insert(target.clone())
                    && there.is_some_and(|members| self.declares(members, &target, met))
            })
    }
}

/// Where the references of a schema lead.
pub(super) fn targets(
    resources: &Resources,
    members: &Map<String, Value>,
    at: &str,
) -> Vec<String> {
    let texts = REFERENCES.iter().filter_map(|keyword| members.get(*keyword)?.as_str());
    texts.filter_map(|text| resources.resolve(text, at).ok()).collect()
}

/// The schemas inside that apply to the same value.
pub(super) fn branches<'m>(members: &'m Map<String, Value>, at: &str) -> Vec<(&'m Value, String)> {
    let mut branches = Vec::new();
    for (keyword, value) in members {
        let at = join(at, keyword);
        match (keyword.as_str(), value) {
            ("dependentSchemas", Value::Object(map)) => {
                branches.extend(map.iter().map(|(name, inner)| (inner, join(&at, name))));
            }
            (keyword, Value::Array(list)) if BESIDE.contains(&keyword) => {
                let each = list.iter().enumerate();
                branches.extend(each.map(|(index, inner)| (inner, format!("{at}/{index}"))));
            }
            (keyword, inner) if BESIDE.contains(&keyword) => branches.push((inner, at)),
            _ => {}
        }
    }
    branches
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, closed};

    #[test]
    fn parts_are_closed_and_branches_are_not() {
        let schema = json!({
            "properties": {"a": {"$ref": "#/$defs/d"}, "free": {"type": "object"}},
            "allOf": [{"properties": {"b": {}}}],
            "$defs": {"d": {"properties": {"x": {"properties": {"y": {}}}}}}
        });
        assert_eq!(
            closed(&schema, Dialect::Draft202012).unwrap().0,
            json!({
                "properties": {
                    "a": {"$ref": "#/$defs/d", "unevaluatedProperties": false},
                    "free": {"type": "object"}
                },
                "allOf": [{"properties": {"b": {}}}],
                "$defs": {"d": {"properties": {
                    "x": {"properties": {"y": {}}, "unevaluatedProperties": false}
                }}},
                "unevaluatedProperties": false
            })
        );
    }

    #[test]
    fn references_are_followed_wherever_they_lead() {
        let schema = json!({
            "properties": {"a": {"$ref": "#/$defs/a%20b"}, "c": {"$ref": "#/shared/c"}},
            "$defs": {"a b": {"allOf": [{"$ref": "#/$defs/a%20b"}, {"properties": {"x": {}}}]}},
            "shared": {"c": {"properties": {"y": {"properties": {"z": {}}}}}}
        });
        let (closed, _) = closed(&schema, Dialect::Draft202012).unwrap();
        for at in ["/properties/a", "/properties/c", "/shared/c/properties/y"] {
            assert_eq!(closed.pointer(at).unwrap()["unevaluatedProperties"], false, "{at}");
        }
        assert!(closed["shared"]["c"].get("unevaluatedProperties").is_none());
    }

    #[test]
    fn a_condition_declares_what_it_says_of_the_value_and_not_of_others() {
        let schema =
            json!({"if": {"not": {"properties": {"a": {}}}}, "then": {"minProperties": 1}});
        assert_eq!(closed(&schema, Dialect::Draft202012).unwrap().0, schema);
    }

    #[test]
    fn an_older_dialect_is_closed_as_a_newer_one() {
        let composed = json!({
            "properties": {"a": {"allOf": [{"properties": {"x": {}}}, {"$ref": "#/definitions/d"}]}},
            "definitions": {"d": {"properties": {"y": {}}}}
        });
        let (closed, dialect) = closed(&composed, Dialect::Draft7).unwrap();
        assert_eq!(dialect, Dialect::Draft201909);
        assert_eq!(closed["properties"]["a"]["unevaluatedProperties"], false);
        assert!(closed["definitions"]["d"].get("unevaluatedProperties").is_none());
    }
}
