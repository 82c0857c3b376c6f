//! Whether a schema names every member of a document, by a table that is made once.
//!
//! The table only ever says that nothing is left to report. Where what a schema names depends on
//! the value, or a member is found that is not in the table, [`unknown`](crate::unknown) looks.

use serde_json::{Map, Value};

use crate::union::follow;
use crate::unknown::{has_members, in_place, item_schemas, named};

/// More objects than any schema of ours has.
const MOST: usize = 4096;

/// The members that a schema names, object by object.
#[derive(Debug)]
pub(crate) struct Known {
    shapes: Vec<Shape>,
}

/// What is named of one value, in its own place or by its members.
#[derive(Debug, Default)]
struct Shape {
    /// Whether that depends on the value.
    varies: bool,
    /// The members named, each with the shape of its value.
    names: Vec<(Box<str>, usize)>,
    /// The shape of other members, where there may be some.
    open: Option<usize>,
    closed: bool,
    items: Option<usize>,
}

impl Known {
    /// The table of a schema, for values to which every variant of one union applies where it is
    /// given.
    pub(crate) fn of(schema: &Value, union: Option<&Value>) -> Self {
        let mut making = Making { root: schema, union, made: Vec::new(), shapes: Vec::new() };
        making.shape(vec![schema]);
        Known { shapes: making.shapes }
    }

    /// Whether every member of the instance is surely named.
    pub(crate) fn names_all(&self, instance: &Value) -> bool {
        !has_members(instance) || self.value(0, instance)
    }

    fn value(&self, shape: usize, value: &Value) -> bool {
        let Some(shape) = self.shapes.get(shape).filter(|shape| !shape.varies) else {
            return false;
        };
        let fits = |below: Option<usize>, value: &Value| {
            !has_members(value) || below.is_none_or(|below| self.value(below, value))
        };
        match value {
            Value::Object(members) => {
                let mut next = 0;
                members.iter().all(|(name, value)| match shape.place_of(next, name) {
                    Some((at, below)) => {
                        next = at + 1;
                        fits(Some(below), value)
                    }
                    None if shape.open.is_some() => fits(shape.open, value),
                    None => shape.closed || shape.names.is_empty(),
                })
            }
            Value::Array(items) => items.iter().all(|item| fits(shape.items, item)),
            _ => true,
        }
    }
}

impl Shape {
    /// The place of a name and the shape below it, looked for from a place on: members mostly
    /// stand in the order in which the schema names them.
    fn place_of(&self, from: usize, name: &str) -> Option<(usize, usize)> {
        let (before, after) = self.names.split_at_checked(from)?;
        let same = |(known, _): &(Box<str>, usize)| **known == *name;
        let behind = after.iter().position(same).map(|at| from + at);
        let at = behind.or_else(|| before.iter().position(same))?;
        Some((at, self.names.get(at)?.1))
    }
}

/// A table in the making.
struct Making<'s> {
    root: &'s Value,
    union: Option<&'s Value>,
    /// The schemas behind each shape: a schema may refer to itself.
    made: Vec<Vec<&'s Value>>,
    shapes: Vec<Shape>,
}

impl<'s> Making<'s> {
    /// The place of the shape of what all these schemas apply to.
    fn shape(&mut self, schemas: Vec<&'s Value>) -> usize {
        let same = |made: &Vec<&Value>| {
            made.len() == schemas.len()
                && made.iter().zip(&schemas).all(|(one, other)| std::ptr::eq(*one, *other))
        };
        if let Some(at) = self.made.iter().position(same) {
            return at;
        }
        let at = self.shapes.len();
        self.shapes.push(Shape { varies: true, ..Shape::default() });
        let mut applicable = Vec::new();
        let fixed = schemas.iter().all(|schema| self.applicable(schema, 0, &mut applicable));
        self.made.push(schemas);
        if fixed && at < MOST {
            let shape = self.fixed(&applicable);
            if let Some(place) = self.shapes.get_mut(at) {
                *place = shape;
            }
        }
        at
    }

    fn fixed(&mut self, applicable: &[&'s Value]) -> Shape {
        let named = named(applicable);
        let mut shape = Shape { closed: named.closed, ..Shape::default() };
        for (name, _) in &named.members {
            if shape.names.iter().any(|(known, _)| **known == **name) {
                continue;
            }
            let all = named.members.iter().filter(|(other, _)| other == name);
            let below = self.shape(all.map(|(_, schema)| *schema).collect());
            shape.names.push(((*name).into(), below));
        }
        shape.open = (!named.open.is_empty()).then(|| self.shape(named.open));
        let by_place = applicable.iter().any(|schema| schema.get("prefixItems").is_some());
        let items = item_schemas(applicable, 0);
        if by_place {
            shape.varies = true;
        } else if !items.is_empty() {
            shape.items = Some(self.shape(items));
        }
        shape
    }

    /// The schemas that apply in place, whatever the value; says whether those are all.
    fn applicable(&self, schema: &'s Value, depth: usize, out: &mut Vec<&'s Value>) -> bool {
        let Value::Object(keywords) = schema else { return true };
        out.push(schema);
        depth < 32
            && keywords.iter().filter(|(keyword, _)| in_place(keyword).is_some()).all(
                |(keyword, value)| match (keyword.as_str(), value) {
                    ("$ref", Value::String(to)) => {
                        follow(self.root, to).is_none_or(|to| self.applicable(to, depth + 1, out))
                    }
                    ("allOf", Value::Array(parts)) => {
                        parts.iter().all(|part| self.applicable(part, depth + 1, out))
                    }
                    ("oneOf" | "anyOf", union) if self.is_whole(union) => {
                        let mut branches = union.as_array().into_iter().flatten();
                        branches.all(|branch| self.applicable(branch, depth + 1, out))
                    }
                    ("oneOf" | "anyOf", Value::Array(branches)) => {
                        // The others take no value that has members.
                        let mut telling = branches.iter().filter(|branch| !is_scalar(branch));
                        let only = telling.next();
                        telling.next().is_none()
                            && only.is_none_or(|only| self.applicable(only, depth + 1, out))
                    }
                    ("if" | "then" | "else", part) => self.applicable(part, depth + 1, out),
                    _ => true,
                },
            )
    }

    fn is_whole(&self, union: &Value) -> bool {
        self.union.is_some_and(|whole| std::ptr::eq(whole, union))
    }
}

/// Whether a branch is nothing but the type of a value without members.
fn is_scalar(branch: &Value) -> bool {
    let scalar = |kind: &Value| {
        matches!(kind.as_str(), Some("null" | "boolean" | "string" | "integer" | "number"))
    };
    let plain = |members: &Map<String, Value>| {
        members.get("type").is_some_and(scalar)
            && members
                .keys()
                .all(|name| matches!(name.as_str(), "type" | "description" | "title" | "$comment"))
    };
    branch.as_object().is_some_and(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unknown;
    use serde_json::json;

    #[test]
    fn the_table_says_all_only_where_the_walk_finds_nothing() {
        let schema = json!({
            "properties": {
                "a": {"$ref": "#/$defs/A"}, "list": {"items": {"$ref": "#/$defs/A"}},
                "free": {"type": "object", "additionalProperties": {"$ref": "#/$defs/B"}},
                "maybe": {"anyOf": [{"$ref": "#/$defs/B"}, {"type": "null"}]},
                "shut": {"properties": {"x": {}}, "additionalProperties": false},
                "any": {}},
            "$defs": {
                "A": {"oneOf": [
                    {"properties": {"kind": {"const": "x"}, "one": {}}},
                    {"properties": {"kind": {"const": "y"}, "two": {}}}]},
                "B": {"allOf": [{"properties": {"again": {"$ref": "#/$defs/B"}}}],
                    "properties": {"z": {}}}}
        });
        let known = Known::of(&schema, None);
        let all = [
            json!({"list": [], "any": {"deep": [{}]}}),
            json!({"any": 1, "list": [1, "x"], "maybe": null}),
            json!({"free": {"q": {"z": 1, "again": {"again": {"z": {"free": 1}}}}}}),
            json!({"maybe": {"z": 1}, "shut": {"x": 1, "y": 1}}),
            json!(3),
        ];
        let not_sure = [
            json!({"b": 1}),
            json!({"free": {"q": {"y": 1}}}),
            json!({"maybe": {"z": 1, "again": {"y": 1}}}),
            json!({"a": {"kind": "x", "one": 1}}),
        ];
        for instance in &all {
            assert!(known.names_all(instance), "{instance}");
            assert_eq!(unknown::fields(&schema, instance), [], "{instance}");
        }
        assert!(not_sure.iter().all(|instance| !known.names_all(instance)));
        let schema = schema.pointer("/$defs/A").unwrap();
        let known = Known::of(schema, schema.get("oneOf"));
        let neither = json!({"kind": "z", "one": 1, "two": 2});
        assert!(known.names_all(&neither) && unknown::fields(schema, &neither).is_empty());
        assert!(!known.names_all(&json!({"kind": "z", "three": 3})));
    }
}
