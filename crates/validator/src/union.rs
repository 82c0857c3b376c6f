//! Tagged unions of a schema: which variant an instance means, and which rule a clause carries.

use serde_json::{Map, Value};

use crate::phrase;

/// The branches of a `oneOf` or `anyOf`.
pub struct Union<'s> {
    /// Each branch with what it refers to: keywords may stand beside a `$ref`.
    branches: Vec<Vec<&'s Value>>,
}

/// What an instance means by its tag.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant<'s> {
    /// The branch at that place.
    Branch(usize),
    /// The union has a tag, the instance has not.
    MissingTag {
        /// The tag's name.
        tag: &'s str,
    },
    /// The instance's tag names no branch.
    UnknownTag {
        /// The tag's name.
        tag: &'s str,
        /// The value found, as shown to people.
        found: String,
        /// The tags there are.
        known: Vec<String>,
    },
    /// No branch takes a value of that type; the types that there are.
    WrongType {
        /// The types of all branches, each once.
        expected: Vec<&'s str>,
    },
    /// No branch is meant more than another.
    Unclear,
}

impl<'s> Union<'s> {
    /// The union at a keyword's pointer (`/oneOf`, `/$defs/X/anyOf`).
    #[must_use]
    pub fn at(schema: &'s Value, pointer: &str) -> Self {
        let branches = schema.pointer(pointer).and_then(Value::as_array);
        Union { branches: branches.into_iter().flatten().map(|b| chain(schema, b)).collect() }
    }

    /// The union of these branches of a schema.
    #[must_use]
    pub fn of(root: &'s Value, branches: &[&'s Value]) -> Self {
        Union { branches: branches.iter().map(|branch| chain(root, branch)).collect() }
    }

    /// The member by which all branches that are objects differ: a required constant.
    #[must_use]
    pub fn tag(&self) -> Option<&'s str> {
        let names = |branch: &Vec<&'s Value>| -> Vec<&'s str> {
            let members = branch.iter().filter_map(|part| part.get("properties")?.as_object());
            members.flatten().map(|(name, _)| name.as_str()).collect()
        };
        let objects: Vec<_> =
            self.branches.iter().filter(|branch| !names(branch).is_empty()).collect();
        let first = objects.first().filter(|_| objects.len() > 1)?;
        names(first)
            .into_iter()
            .find(|name| objects.iter().all(|branch| !tag_values(branch, name).is_empty()))
    }

    /// The string that each branch demands of the tag, when each demands another one.
    pub(crate) fn constants(&self, tag: &str) -> Option<Vec<String>> {
        let mut values: Vec<String> = Vec::new();
        for branch in &self.branches {
            match tag_values(branch, tag).as_slice() {
                [Value::String(value)] if !values.contains(value) => values.push(value.clone()),
                _ => return None,
            }
        }
        Some(values)
    }

    /// Whether every branch demands the member.
    pub(crate) fn requires(&self, tag: &str) -> bool {
        let demands = |branch: &Vec<&Value>| {
            let required = branch.iter().filter_map(|part| part.get("required")?.as_array());
            required.flatten().any(|name| name.as_str() == Some(tag))
        };
        self.branches.iter().all(demands)
    }

    /// Which branch the instance means. A clause that carries a rule speaks for itself: only a tag
    /// leads into its branches.
    #[must_use]
    pub fn meant(&self, instance: &Value, carries_rule: bool) -> Meant<'s> {
        if let (Some(tag), Value::Object(members)) = (self.tag(), instance) {
            return match members.get(tag) {
                None => Meant::MissingTag { tag },
                Some(value) => self.by_tag(tag, value),
            };
        }
        if carries_rule {
            return Meant::Unclear;
        }
        if let Some(expected) = self.wrong_type(instance) {
            return Meant::WrongType { expected };
        }
        let mut fitting = (0..self.branches.len())
            .filter(|at| self.branches.get(*at).is_some_and(|branch| takes_type(branch, instance)));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Meant::Branch(only),
            _ => self.nullable().map_or(Meant::Unclear, Meant::Branch),
        }
    }

    /// The types of all branches, when each has one and none takes the instance.
    fn wrong_type(&self, instance: &Value) -> Option<Vec<&'s str>> {
        let mut expected = Vec::new();
        for branch in &self.branches {
            let kind = branch.iter().find_map(|part| part.get("type"))?;
            if takes_type(branch, instance) {
                return None;
            }
            let names: Vec<&str> = match kind {
                Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
                kind => kind.as_str().into_iter().collect(),
            };
            expected.extend(names);
        }
        let mut seen = Vec::new();
        expected.retain(|name| {
            !seen.contains(name) && {
                seen.push(*name);
                true
            }
        });
        (!expected.is_empty()).then_some(expected)
    }

    fn by_tag(&self, tag: &'s str, value: &Value) -> Meant<'s> {
        let found =
            self.branches.iter().position(|branch| tag_values(branch, tag).contains(&value));
        if let Some(branch) = found {
            return Meant::Branch(branch);
        }
        let known = self.branches.iter().flat_map(|branch| tag_values(branch, tag));
        let known = known.filter_map(|value| value.as_str().map(str::to_owned)).collect();
        Meant::UnknownTag { tag, found: phrase::value(value), known }
    }

    /// `T or null`: what is neither means T.
    fn nullable(&self) -> Option<usize> {
        let is_null = |branch: &&Vec<&Value>| {
            branch.iter().any(|part| part.get("type").is_some_and(|kind| kind == "null"))
        };
        let nulls = self.branches.iter().filter(|branch| is_null(branch)).count();
        (self.branches.len() == 2 && nulls == 1)
            .then(|| self.branches.iter().position(|branch| !is_null(&branch)))?
    }
}

/// The constants that a branch demands of a member.
fn tag_values<'s>(branch: &[&'s Value], tag: &str) -> Vec<&'s Value> {
    let clauses = branch.iter().filter_map(|part| part.get("properties")?.get(tag));
    clauses
        .flat_map(|clause| match (clause.get("const"), clause.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(Value::Array(values))) if values.len() == 1 => values.iter().collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// Whether the branch's own `type` admits the instance; a branch without one admits everything.
fn takes_type(branch: &[&Value], instance: &Value) -> bool {
    let name = phrase::type_name(instance);
    let fits = |kind: &Value| {
        kind == name
            || (kind == "number" && name == "integer")
            || (kind == "integer" && name == "number")
    };
    branch.iter().all(|part| match part.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => true,
    })
}

/// A schema and what it refers to, one after the other, a bounded number of times.
fn chain<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let mut parts = vec![schema];
    for _ in 0..16 {
        let target = parts.last().and_then(|last| target(root, last));
        match target {
            Some(next) => parts.push(next),
            None => break,
        }
    }
    parts
}

/// What a schema's `$ref` names within the root.
#[must_use]
pub fn target<'s>(root: &'s Value, schema: &'s Value) -> Option<&'s Value> {
    follow(root, schema.get("$ref")?.as_str()?)
}

/// What a reference leads to within the root. That of a definition is found without a copy of its
/// name: it is asked for at every value.
pub(crate) fn follow<'s>(root: &'s Value, reference: &str) -> Option<&'s Value> {
    let plain = reference.strip_prefix("#/$defs/").filter(|name| !name.contains(['~', '/']));
    match plain {
        Some(name) => root.get("$defs")?.get(name),
        None => root.pointer(reference.strip_prefix('#')?),
    }
}

/// The rule that the clause around a keyword carries: the nearest `$comment: "rule <code>"` going up
/// from the keyword, not across a union's branch nor out of a definition.
#[must_use]
pub fn rule_at(schema: &Value, keyword_pointer: &str) -> Option<String> {
    let (mut node, mut above, mut rule) = (Some(schema), "", None);
    for segment in keyword_pointer.split('/').skip(1) {
        if leaves_clause(above, segment) {
            rule = None;
        } else if let Some(code) = node.and_then(rule_of) {
            rule = Some(code);
        }
        node = node.and_then(|node| below(node, segment));
        above = segment;
    }
    rule.map(str::to_owned)
}

/// The rule that a schema's own comment names.
fn rule_of(node: &Value) -> Option<&str> {
    member(node.as_object()?, "$comment")?.as_str()?.strip_prefix("rule ")
}

/// The member of a schema. Most have few members, which are searched faster than a name is hashed.
fn member<'s>(members: &'s Map<String, Value>, name: &str) -> Option<&'s Value> {
    if members.len() > 16 {
        return members.get(name);
    }
    members.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// One step of a pointer, without a copy of it unless it is escaped.
fn below<'s>(node: &'s Value, part: &str) -> Option<&'s Value> {
    match node {
        Value::Object(members) if !part.contains('~') => member(members, part),
        _ => node.pointer(&format!("/{part}")),
    }
}

fn leaves_clause(above: &str, segment: &str) -> bool {
    let numbered = segment.bytes().all(|b| b.is_ascii_digit());
    above == "$defs" || (numbered && matches!(above, "oneOf" | "anyOf"))
}

/// A pointer one member deeper.
#[must_use]
pub fn join(pointer: &str, member: &str) -> String {
    if member.contains(['~', '/']) {
        return format!("{pointer}/{}", member.replace('~', "~0").replace('/', "~1"));
    }
    [pointer, "/", member].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_tag_names_the_variant() {
        let schema = json!({"oneOf": [
            {"properties": {"kind": {"const": "a"}, "x": {}}},
            {"$ref": "#/$defs/B"}],
            "$defs": {"B": {"properties": {"kind": {"const": "b"}}}}});
        let union = Union::at(&schema, "/oneOf");
        assert_eq!(union.tag(), Some("kind"));
        assert_eq!(union.meant(&json!({"kind": "b"}), false), Meant::Branch(1));
        assert_eq!(union.meant(&json!({}), false), Meant::MissingTag { tag: "kind" });
        let unknown = union.meant(&json!({"kind": "c"}), false);
        assert!(matches!(unknown, Meant::UnknownTag { known, .. } if known == ["a", "b"]));
    }

    #[test]
    fn what_is_not_null_means_the_other_branch() {
        let schema = json!({"anyOf": [{"type": "object"}, {"type": "null"}]});
        let union = Union::at(&schema, "/anyOf");
        let expected = vec!["object", "null"];
        assert_eq!(union.meant(&json!(3), false), Meant::WrongType { expected });
        assert_eq!(union.meant(&json!({}), false), Meant::Branch(0));
    }

    #[test]
    fn a_rule_does_not_reach_into_a_variant() {
        let schema = json!({"allOf": [{"$comment": "rule a/b", "oneOf": [{"type": "string"}]},
            {"$comment": "rule c/d", "then": {"required": ["x"]}}]});
        assert_eq!(rule_at(&schema, "/allOf/0/oneOf"), Some("a/b".to_owned()));
        assert_eq!(rule_at(&schema, "/allOf/0/oneOf/0/type"), None);
        assert_eq!(rule_at(&schema, "/allOf/1/then/required"), Some("c/d".to_owned()));
    }
}
