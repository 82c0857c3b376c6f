//! Members that a version does not name: tolerated by open contracts, and worth knowing.

use contracts::toolkit::{Finding, Severity};
use serde_json::{Map, Value};

use crate::phrase;
use crate::union::{Meant, Union, join, target};

/// The code of the finding.
pub const CODE: &str = "schema/unknown-field";

/// A finding (level note) for each member that no applicable part of the schema names.
#[must_use]
pub fn fields(schema: &Value, instance: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let walk = Walk { root: schema };
    walk.value(&[schema], instance, String::new(), &mut findings);
    findings
}

struct Walk<'s> {
    root: &'s Value,
}

/// What the applicable schemas say of one object.
#[derive(Default)]
struct Named<'s> {
    members: Vec<(&'s str, &'s Value)>,
    /// `additionalProperties` and `patternProperties`: what other members may be.
    open: Vec<&'s Value>,
    /// A strict object: the engine reports its unknown members itself.
    closed: bool,
}

impl<'s> Walk<'s> {
    fn value(&self, schemas: &[&'s Value], at: &Value, pointer: String, out: &mut Vec<Finding>) {
        let mut applicable = Vec::new();
        for schema in schemas {
            self.applicable(schema, at, 0, &mut applicable);
        }
        match at {
            Value::Object(members) => self.object(&applicable, members, &pointer, out),
            Value::Array(items) => {
                let nested = items.iter().enumerate().filter(|(_, item)| has_members(item));
                for (index, item) in nested {
                    let below = item_schemas(&applicable, index);
                    if !below.is_empty() {
                        self.value(&below, item, format!("{pointer}/{index}"), out);
                    }
                }
            }
            _ => {}
        }
    }

    fn object(
        &self,
        applicable: &[&'s Value],
        members: &Map<String, Value>,
        pointer: &str,
        out: &mut Vec<Finding>,
    ) {
        let named = named(applicable);
        for (name, value) in members {
            let below: Vec<&Value> = named
                .members
                .iter()
                .filter(|(n, _)| n == name)
                .map(|(_, schema)| *schema)
                .collect();
            let inside = if below.is_empty() { &named.open } else { &below };
            if !inside.is_empty() {
                if has_members(value) {
                    self.value(inside, value, join(pointer, name), out);
                }
            } else if !named.members.is_empty() && !named.closed {
                out.push(unknown(name, &named, members, join(pointer, name)));
            }
        }
    }

    /// The schemas that apply to a value in place: references, conjunctions, the meant variants.
    fn applicable(&self, schema: &'s Value, at: &Value, depth: usize, out: &mut Vec<&'s Value>) {
        let Value::Object(keywords) = schema else { return };
        if depth > 32 {
            return;
        }
        out.push(schema);
        if let Some(target) = target(self.root, schema) {
            self.applicable(target, at, depth + 1, out);
        }
        for part in list(keywords, "allOf") {
            self.applicable(part, at, depth + 1, out);
        }
        for keyword in ["if", "then", "else"] {
            if let Some(part) = keywords.get(keyword) {
                self.applicable(part, at, depth + 1, out);
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            if keywords.contains_key(keyword) {
                self.variants(schema, keyword, at, depth, out);
            }
        }
    }

    fn variants(
        &self,
        schema: &'s Value,
        keyword: &str,
        at: &Value,
        depth: usize,
        out: &mut Vec<&'s Value>,
    ) {
        let branches: Vec<&'s Value> =
            schema.get(keyword).and_then(Value::as_array).into_iter().flatten().collect();
        match Union::of(self.root, &branches).meant(at, false) {
            Meant::Branch(branch) => {
                if let Some(branch) = branches.get(branch) {
                    self.applicable(branch, at, depth + 1, out);
                }
            }
            _ => branches.iter().for_each(|branch| self.applicable(branch, at, depth + 1, out)),
        }
    }
}

/// Only what holds other values can hold a member; most values of most documents do not.
fn has_members(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn list<'s>(keywords: &'s Map<String, Value>, name: &str) -> impl Iterator<Item = &'s Value> {
    keywords.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn named<'s>(applicable: &[&'s Value]) -> Named<'s> {
    let mut named = Named::default();
    for schema in applicable {
        let members = schema.get("properties").and_then(Value::as_object);
        named.members.extend(members.into_iter().flatten().map(|(name, s)| (name.as_str(), s)));
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => named.closed = true,
            Some(other) => named.open.push(other),
            None => {}
        }
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        named.open.extend(patterns.into_iter().flatten().map(|(_, schema)| schema));
        named.closed |= schema.get("unevaluatedProperties") == Some(&Value::Bool(false));
    }
    named
}

fn item_schemas<'s>(applicable: &[&'s Value], index: usize) -> Vec<&'s Value> {
    let of = |schema: &&'s Value| {
        let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
        prefix.or_else(|| schema.get("items"))
    };
    applicable.iter().filter_map(of).collect()
}

fn unknown(
    name: &str,
    named: &Named<'_>,
    members: &Map<String, Value>,
    pointer: String,
) -> Finding {
    let absent = named.members.iter().filter(|(known, _)| !members.contains_key(*known));
    let absent: Vec<String> = absent.map(|(known, _)| (*known).to_owned()).collect();
    let near = phrase::near(name, &absent);
    let message = format!("`{}` is not a member that this version names", phrase::short(name));
    let remedy = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "readers ignore it; remove it, or name the version that has it".to_owned(),
    };
    Finding::new(CODE, Severity::Note, message).at(pointer).with_remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointers(schema: &Value, instance: &Value) -> Vec<String> {
        fields(schema, instance).into_iter().map(|finding| finding.location.pointer).collect()
    }

    #[test]
    fn members_are_looked_up_through_references_variants_and_items() {
        let schema = json!({
            "properties": {"a": {"$ref": "#/$defs/A"}, "list": {"items": {"$ref": "#/$defs/A"}},
                "free": {"type": "object", "additionalProperties": {"type": "string"}},
                "any": {}},
            "$defs": {"A": {"oneOf": [
                {"properties": {"kind": {"const": "x"}, "one": {}}},
                {"properties": {"kind": {"const": "y"}, "two": {}}}]}}
        });
        let instance = json!({"a": {"kind": "x", "two": 1}, "list": [{"kind": "y", "two": 1, "z": 0}],
            "free": {"q": "r"}, "any": {"deep": {"er": 1}}, "b": 1});
        assert_eq!(pointers(&schema, &instance), ["/a/two", "/list/0/z", "/b"]);
    }

    #[test]
    fn a_near_name_is_offered_once_it_is_missing() {
        let schema = json!({"properties": {"exit_code": {}, "host": {}}});
        let finding = &fields(&schema, &json!({"exitCode": 1}))[0];
        assert_eq!(finding.remedy.as_deref(), Some("did you mean `exit_code`?"));
        let finding = &fields(&schema, &json!({"exitCode": 1, "exit_code": 1}))[0];
        assert!(!finding.remedy.as_deref().unwrap_or("").contains("did you mean"));
    }
}
