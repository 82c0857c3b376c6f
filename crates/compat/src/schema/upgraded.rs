//! A schema of an older dialect in the words of 2019-09, the first in which an object can be closed
//! over everything that applies to it.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::dialect::Role;
use super::format::asserted;
use super::resources::{Resources, SUBSCHEMAS, Shape};
use super::{Dialect, join};

const TARGET: Dialect = Dialect::Draft201909;
/// The target's own `$schema`.
const TARGET_URI: &str = "https://json-schema.org/draft/2019-09/schema";
/// What counts beside `$ref` up to draft 7: nothing but what is there for people and for other
/// references.
const BESIDE_REF: [&str; 6] = ["$ref", "$schema", "definitions", "$defs", "title", "description"];
/// Names that the target reads and older dialects do not.
const NEW_NAMES: [&str; 4] = ["$anchor", "$recursiveAnchor", "$dynamicAnchor", "$vocabulary"];

/// The same schema in 2019-09; a pointer to what cannot be said there, or is not read here.
pub(super) fn upgraded(schema: &Value, from: Dialect) -> Result<Value, String> {
    let resources = Resources::of(schema, from);
    let mut upgrade = Upgrade { from, seen: HashSet::new(), references: Vec::new() };
    let mut upgraded = schema.clone();
    upgrade.schema(&mut upgraded, "")?;
    for (at, reference) in upgrade.references {
        // What a reference leads to is written anew only where a keyword holds schemas.
        match resources.resolve(&reference, &at) {
            Ok(target) if upgrade.seen.contains(&target) => {}
            _ => return Err(join(&at, "$ref")),
        }
    }
    Ok(upgraded)
}

struct Upgrade {
    from: Dialect,
    /// Places that are written anew.
    seen: HashSet<String>,
    /// References, and where they stand.
    references: Vec<(String, String)>,
}

impl Upgrade {
    fn schema(&mut self, schema: &mut Value, at: &str) -> Result<(), String> {
        self.seen.insert(at.to_owned());
        let Value::Object(members) = schema else { return Ok(()) };
        self.name_dialect(members, at)?;
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            self.references.push((at.to_owned(), reference.to_owned()));
            members.retain(|keyword, _| BESIDE_REF.contains(&keyword.as_str()));
        }
        self.keywords(members, at)?;
        for (keyword, shape) in SUBSCHEMAS {
            let below = join(at, keyword);
            match (shape, members.get_mut(*keyword)) {
                (Shape::Map, Some(Value::Object(map))) => {
                    for (name, schema) in map {
                        self.schema(schema, &join(&below, name))?;
                    }
                }
                (Shape::List | Shape::OneOrList, Some(Value::Array(list))) => {
                    for (index, schema) in list.iter_mut().enumerate() {
                        self.schema(schema, &format!("{below}/{index}"))?;
                    }
                }
                (Shape::One | Shape::OneOrList, Some(one)) => self.schema(one, &below)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn name_dialect(&self, members: &mut Map<String, Value>, at: &str) -> Result<(), String> {
        let Some(named) = members.shift_remove("$schema") else { return Ok(()) };
        if at.is_empty() {
            members.insert("$schema".to_owned(), TARGET_URI.into());
        } else if named.as_str().and_then(Dialect::of_uri) != Some(self.from) {
            return Err(join(at, "$schema"));
        }
        Ok(())
    }

    fn keywords(&self, members: &mut Map<String, Value>, at: &str) -> Result<(), String> {
        let unmodelled = |keyword: &&String| self.from.role(keyword) == Role::Unmodelled;
        if let Some(keyword) = members.keys().find(unmodelled) {
            return Err(join(at, keyword));
        }
        members.retain(|keyword, value| self.means_the_same(keyword, value));
        if self.from == Dialect::Draft4 {
            exclusive(members, "exclusiveMinimum", "minimum");
            exclusive(members, "exclusiveMaximum", "maximum");
        }
        self.identifier(members);
        dependencies(members);
        Ok(())
    }

    /// Whether a keyword may stay: one that means nothing yet must not begin to.
    fn means_the_same(&self, keyword: &str, value: &Value) -> bool {
        let new = self.from.role(keyword) == Role::Silent && TARGET.role(keyword) != Role::Silent;
        let format =
            keyword == "format" && value.as_str().is_some_and(|name| !asserted(name, self.from));
        let id = keyword == "$id" && self.from == Dialect::Draft4;
        !new && !format && !id && !NEW_NAMES.contains(&keyword)
    }

    /// `id` has another name, and a name inside the document a keyword of its own.
    fn identifier(&self, members: &mut Map<String, Value>) {
        let keyword = if self.from == Dialect::Draft4 { "id" } else { "$id" };
        let Some(Value::String(id)) = members.get(keyword) else { return };
        let (uri, anchor) = id.split_once('#').unwrap_or((id, ""));
        let (uri, anchor) = (uri.to_owned(), anchor.to_owned());
        members.shift_remove(keyword);
        if !uri.is_empty() {
            members.insert("$id".to_owned(), uri.into());
        } else if !anchor.is_empty() {
            members.insert("$anchor".to_owned(), anchor.into());
        }
    }
}

/// Draft 4 says of a bound whether it is exclusive; later dialects have a bound of its own.
fn exclusive(members: &mut Map<String, Value>, keyword: &str, bound: &str) {
    if members.shift_remove(keyword) == Some(Value::Bool(true))
        && let Some(limit) = members.shift_remove(bound)
    {
        members.insert(keyword.to_owned(), limit);
    }
}

/// `dependencies` holds what became two keywords.
fn dependencies(members: &mut Map<String, Value>) {
    let Some(Value::Object(map)) = members.shift_remove("dependencies") else { return };
    let (names, schemas): (Map<_, _>, Map<_, _>) =
        map.into_iter().partition(|(_, needs)| needs.is_array());
    for (keyword, map) in [("dependentRequired", names), ("dependentSchemas", schemas)] {
        if !map.is_empty() {
            members.insert(keyword.to_owned(), Value::Object(map));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dialect, upgraded};

    #[test]
    fn what_a_dialect_says_is_said_in_the_words_of_the_newer_one() {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "id": "https://example.com/s#",
            "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false,
            "const": 3, "unevaluatedProperties": false, "format": "uuid",
            "dependencies": {"a": ["b"], "c": {"required": ["d"]}},
            "properties": {"n": {"$ref": "#/definitions/n", "minimum": 5}},
            "definitions": {"n": {"id": "#here", "format": "ipv4"}}
        });
        let expected = json!({
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "$id": "https://example.com/s",
            "exclusiveMinimum": 1, "maximum": 9,
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"c": {"required": ["d"]}},
            "properties": {"n": {"$ref": "#/definitions/n"}},
            "definitions": {"n": {"$anchor": "here", "format": "ipv4"}}
        });
        assert_eq!(upgraded(&schema, Dialect::Draft4), Ok(expected));
    }

    #[test]
    fn what_cannot_be_said_is_pointed_at() {
        let content = json!({"properties": {"a": {"contentEncoding": "base64"}}});
        let at = "/properties/a/contentEncoding".to_owned();
        assert_eq!(upgraded(&content, Dialect::Draft7), Err(at));
        let elsewhere = json!({"allOf": [{"$ref": "#/shared/a"}], "shared": {"a": {}}});
        assert_eq!(upgraded(&elsewhere, Dialect::Draft7), Err("/allOf/0/$ref".to_owned()));
    }
}
