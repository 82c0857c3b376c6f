//! A schema whose objects take no members but those they declare: the world in which readers
//! refuse what they do not know.

use serde_json::{Map, Value};

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
const BESIDE: [&str; 7] = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"];
/// References followed below one another.
const MAX_DEPTH: usize = 32;

/// The schema with every object closed that declares members; a pointer where the dialect has no
/// way of saying so.
pub(crate) fn closed(schema: &Value, dialect: Dialect) -> Result<Value, String> {
    let mut closed = schema.clone();
    let closing = Closing { document: schema, modern: dialect >= Dialect::Draft201909 };
    closing.part(&mut closed, "")?;
    Ok(closed)
}

struct Closing<'d> {
    document: &'d Value,
    modern: bool,
}

impl Closing<'_> {
    /// A schema that judges a whole part: what its branches declare counts together.
    fn part(&self, schema: &mut Value, at: &str) -> Result<(), String> {
        self.inside(schema, at)?;
        let Value::Object(members) = schema else { return Ok(()) };
        let open = !members.contains_key("additionalProperties")
            && !members.contains_key("unevaluatedProperties");
        if !open || !self.declares(members, 0) {
            return Ok(());
        }
        let own = members.contains_key("properties") || members.contains_key("patternProperties");
        match (self.modern, own && !self.beside_declares(members, 0)) {
            (true, _) => members.insert("unevaluatedProperties".to_owned(), Value::Bool(false)),
            (false, true) => members.insert("additionalProperties".to_owned(), Value::Bool(false)),
            // The definition behind the reference is closed itself.
            (false, false) if members.contains_key("$ref") => None,
            (false, false) => return Err(at.to_owned()),
        };
        Ok(())
    }

    /// The parts below a schema.
    fn inside(&self, schema: &mut Value, at: &str) -> Result<(), String> {
        let Value::Object(members) = schema else { return Ok(()) };
        for (keyword, value) in members.iter_mut() {
            let at = join(at, keyword);
            match (keyword.as_str(), value) {
                ("properties" | "patternProperties", Value::Object(map)) => {
                    for (name, inner) in map {
                        self.part(inner, &join(&at, name))?;
                    }
                }
                ("$defs" | "definitions" | "dependentSchemas", Value::Object(map)) => {
                    for (name, inner) in map {
                        let at = join(&at, name);
                        // What older dialects refer to stands alone: siblings of `$ref` are mute.
                        if self.modern { self.inside(inner, &at)? } else { self.part(inner, &at)? }
                    }
                }
                (keyword, Value::Array(list)) => {
                    for (index, inner) in list.iter_mut().enumerate() {
                        self.either(keyword, inner, &format!("{at}/{index}"))?;
                    }
                }
                (keyword, inner) => self.either(keyword, inner, &at)?,
            }
        }
        Ok(())
    }

    fn either(&self, keyword: &str, schema: &mut Value, at: &str) -> Result<(), String> {
        if PARTS.contains(&keyword) {
            self.part(schema, at)
        } else if BESIDE.contains(&keyword) || keyword == "not" {
            self.inside(schema, at)
        } else {
            Ok(())
        }
    }

    fn declares(&self, members: &Map<String, Value>, depth: usize) -> bool {
        members.contains_key("properties")
            || members.contains_key("patternProperties")
            || self.beside_declares(members, depth)
    }

    fn beside_declares(&self, members: &Map<String, Value>, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        let below = |schema: &Value| {
            schema.as_object().is_some_and(|members| self.declares(members, depth + 1))
        };
        let reference = members.get("$ref").and_then(Value::as_str);
        let target =
            reference.and_then(|r| r.strip_prefix('#')).and_then(|p| self.document.pointer(p));
        target.is_some_and(below)
            || BESIDE.iter().filter_map(|keyword| members.get(*keyword)).any(|value| match value {
                Value::Array(list) => list.iter().any(below),
                Value::Object(map) => below(value) || map.values().any(below),
                _ => false,
            })
    }
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
            closed(&schema, Dialect::Draft202012).unwrap(),
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
    fn an_older_dialect_closes_plain_objects_and_says_where_it_cannot() {
        let plain = json!({"properties": {"a": {"$ref": "#/definitions/d"}},
            "definitions": {"d": {"properties": {"x": {}}}}});
        assert_eq!(
            closed(&plain, Dialect::Draft7).unwrap(),
            json!({"properties": {"a": {"$ref": "#/definitions/d"}},
                "definitions": {"d": {"properties": {"x": {}}, "additionalProperties": false}},
                "additionalProperties": false})
        );
        let composed = json!({"properties": {"a": {"allOf": [{"properties": {"x": {}}}]}}});
        assert_eq!(closed(&composed, Dialect::Draft7), Err("/properties/a".to_owned()));
    }
}
