//! Members that a version does not name: tolerated by open contracts, and worth knowing.

use contracts::toolkit::{Finding, Severity};
use serde_json::{Map, Value};

use crate::phrase;
use crate::union::{Meant, Union, follow, join};

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
pub(crate) struct Named<'s> {
    pub(crate) members: Vec<(&'s str, &'s Value)>,
    /// `additionalProperties` and `patternProperties`: what other members may be.
    pub(crate) open: Vec<&'s Value>,
    /// A strict object: the engine reports its unknown members itself.
    pub(crate) closed: bool,
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
            let mut known = named.members.iter().filter(|(n, _)| n == name).map(|(_, s)| *s);
            let inside = match (known.next(), has_members(value)) {
                (Some(_), false) => continue,
                (Some(first), true) => std::iter::once(first).chain(known).collect(),
                (None, _) => named.open.clone(),
            };
            if !inside.is_empty() {
                if has_members(value) {
                    self.value(&inside, value, join(pointer, name), out);
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
        // One look at each keyword is cheaper than a search for each of those that are wanted.
        let mut places: [Option<&'s Value>; 7] = [None; 7];
        for (keyword, value) in keywords {
            if let Some(place) = in_place(keyword).and_then(|at| places.get_mut(at)) {
                *place = Some(value);
            }
        }
        let [reference, all, if_, then, else_, one, any] = places;
        if let Some(to) = reference.and_then(Value::as_str).and_then(|to| follow(self.root, to)) {
            self.applicable(to, at, depth + 1, out);
        }
        let parts = all.and_then(Value::as_array).into_iter().flatten();
        for part in parts.chain([if_, then, else_].into_iter().flatten()) {
            self.applicable(part, at, depth + 1, out);
        }
        for union in [one, any].into_iter().flatten() {
            self.variants(union, at, depth, out);
        }
    }

    fn variants(&self, union: &'s Value, at: &Value, depth: usize, out: &mut Vec<&'s Value>) {
        let branches: Vec<&'s Value> = union.as_array().into_iter().flatten().collect();
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
pub(crate) fn has_members(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// The keywords whose schemas apply to the same value, in the order in which they are followed.
pub(crate) fn in_place(keyword: &str) -> Option<usize> {
    Some(match keyword {
        "$ref" => 0,
        "allOf" => 1,
        "if" => 2,
        "then" => 3,
        "else" => 4,
        "oneOf" => 5,
        "anyOf" => 6,
        _ => return None,
    })
}

/// What the applicable schemas say of an object together.
pub(crate) fn named<'s>(applicable: &[&'s Value]) -> Named<'s> {
    let mut named = Named::default();
    for keywords in applicable.iter().filter_map(|schema| schema.as_object()) {
        let (mut additional, mut patterns) = (None, None);
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "properties" => {
                    let members = value.as_object().into_iter().flatten();
                    named.members.extend(members.map(|(name, schema)| (name.as_str(), schema)));
                }
                "additionalProperties" => additional = Some(value),
                "patternProperties" => patterns = value.as_object(),
                "unevaluatedProperties" => named.closed |= *value == Value::Bool(false),
                _ => {}
            }
        }
        match additional {
            Some(Value::Bool(false)) => named.closed = true,
            other => named.open.extend(other),
        }
        named.open.extend(patterns.into_iter().flatten().map(|(_, schema)| schema));
    }
    named
}

/// What the applicable schemas say of the item at a place.
pub(crate) fn item_schemas<'s>(applicable: &[&'s Value], index: usize) -> Vec<&'s Value> {
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
