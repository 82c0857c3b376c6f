//! What `unevaluatedProperties` leaves: the members that no schema beside it evaluates.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::compile::{Compiler, DEEPEST, Parts};
use crate::union::follow;

/// The most branches and conditions that evaluate members, and the most schemas that are looked at:
/// references may lead in circles.
const BRANCHES: usize = 128;
const SCHEMAS: usize = 512;

/// Which members the schemas beside `unevaluatedProperties` evaluate, where all of them hold.
#[derive(Default)]
pub(super) struct Evaluated<'s> {
    /// Whatever the value is.
    pub(super) always: Members<'s>,
    /// Where some branch or condition holds too.
    pub(super) perhaps: Vec<Branch<'s>>,
}

/// Members by their names.
#[derive(Default)]
pub(super) struct Members<'s> {
    pub(super) names: HashSet<&'s str>,
    pub(super) patterns: Vec<&'s str>,
    /// All that there are.
    pub(super) all: bool,
}

/// What is evaluated where all of the conditions hold.
#[derive(Default)]
pub(super) struct Branch<'s> {
    pub(super) conditions: Vec<Condition<'s>>,
    pub(super) members: Members<'s>,
}

/// What must be so of the object.
#[derive(Clone, Copy)]
pub(super) enum Condition<'s> {
    Holds(&'s Value),
    Fails(&'s Value),
    Has(&'s str),
}

impl Evaluated<'_> {
    /// Whether it does not depend on the value.
    pub(super) fn is_settled(&self) -> bool {
        self.always.all || self.perhaps.is_empty()
    }
}

impl<'s> Members<'s> {
    /// Whether all of the others are among these.
    fn contain(&self, others: &Members<'s>) -> bool {
        self.all
            || (!others.all
                && others.names.is_subset(&self.names)
                && others.patterns.iter().all(|pattern| self.patterns.contains(pattern)))
    }

    /// Takes in what one schema evaluates by itself; none where that is not known.
    fn take(&mut self, keywords: &'s Map<String, Value>, first: bool) -> Option<()> {
        let elsewhere = ["$dynamicRef", "$recursiveRef"];
        (!elsewhere.iter().any(|name| keywords.contains_key(*name))).then_some(())?;
        self.all |= keywords.contains_key("additionalProperties");
        self.all |= keywords.contains_key("unevaluatedProperties") && !first;
        self.list(keywords)
    }

    /// Takes in what one schema lists.
    pub(super) fn list(&mut self, keywords: &'s Map<String, Value>) -> Option<()> {
        if let Some(members) = keywords.get("properties") {
            self.names.extend(members.as_object()?.keys().map(String::as_str));
        }
        if let Some(members) = keywords.get("patternProperties") {
            self.patterns.extend(members.as_object()?.keys().map(String::as_str));
        }
        Some(())
    }
}

impl<'s> Compiler<'s> {
    /// What is evaluated beside the `unevaluatedProperties` of these keywords, which are one of the
    /// parts. `None` where that is too much, or not known.
    pub(super) fn evaluated(
        &self,
        parts: &Parts<'s>,
        keywords: &'s Map<String, Value>,
    ) -> Option<Evaluated<'s>> {
        let mut collector =
            Collector { root: self.root, parts, found: Evaluated::default(), seen: 0 };
        collector.collect(keywords, None, 0)?;
        let Evaluated { always, mut perhaps } = collector.found;
        perhaps.retain(|branch| !always.contain(&branch.members));
        Some(Evaluated { always, perhaps })
    }
}

struct Collector<'s, 'p> {
    root: &'s Value,
    parts: &'p Parts<'s>,
    found: Evaluated<'s>,
    /// How many schemas were looked at.
    seen: usize,
}

impl<'s> Collector<'s, '_> {
    /// Collects from a schema that applies always, or in a branch.
    fn collect(
        &mut self,
        keywords: &'s Map<String, Value>,
        branch: Option<usize>,
        depth: usize,
    ) -> Option<()> {
        self.seen += 1;
        let few = self.seen < SCHEMAS && self.found.perhaps.len() < BRANCHES;
        (few && depth < DEEPEST).then_some(())?;
        let members = match branch {
            Some(branch) => &mut self.found.perhaps.get_mut(branch)?.members,
            None => &mut self.found.always,
        };
        members.take(keywords, depth == 0)?;
        if let Some(to) = keywords.get("$ref") {
            self.apply(follow(self.root, to.as_str()?)?, branch, depth)?;
        }
        for schema in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.apply(schema, branch, depth)?;
        }
        for union in ["anyOf", "oneOf"].iter().filter_map(|name| keywords.get(*name)?.as_array()) {
            match self.parts.chosen(union) {
                Some(chosen) => self.apply(chosen, branch, depth)?,
                None => union.iter().try_for_each(|schema| {
                    self.apply_where(Condition::Holds(schema), Some(schema), branch, depth)
                })?,
            }
        }
        if let Some(condition) = keywords.get("if") {
            self.apply_where(Condition::Holds(condition), Some(condition), branch, depth)?;
            self.apply_where(Condition::Holds(condition), keywords.get("then"), branch, depth)?;
            self.apply_where(Condition::Fails(condition), keywords.get("else"), branch, depth)?;
        }
        let dependent = keywords.get("dependentSchemas").and_then(Value::as_object);
        dependent.into_iter().flatten().try_for_each(|(name, schema)| {
            self.apply_where(Condition::Has(name), Some(schema), branch, depth)
        })
    }

    fn apply(&mut self, schema: &'s Value, branch: Option<usize>, depth: usize) -> Option<()> {
        schema.as_object().map_or(Some(()), |keywords| self.collect(keywords, branch, depth + 1))
    }

    /// Collects from a schema that applies in a branch, where one more condition holds.
    fn apply_where(
        &mut self,
        condition: Condition<'s>,
        schema: Option<&'s Value>,
        branch: Option<usize>,
        depth: usize,
    ) -> Option<()> {
        let Some(schema) = schema else { return Some(()) };
        let outer = branch.and_then(|branch| self.found.perhaps.get(branch));
        let mut conditions = outer.map(|outer| outer.conditions.clone()).unwrap_or_default();
        conditions.push(condition);
        self.found.perhaps.push(Branch { conditions, members: Members::default() });
        self.apply(schema, Some(self.found.perhaps.len() - 1), depth)
    }
}

/// `unevaluatedProperties`, and what beside it says which members are evaluated where all of it
/// holds: that it does is proven elsewhere.
pub(super) fn evaluating(keywords: &Map<String, Value>) -> Map<String, Value> {
    let all = |schemas: &Map<String, Value>| -> Value {
        schemas.keys().map(|name| (name.clone(), Value::Bool(true))).collect()
    };
    let inner = |schema: &Value| match schema {
        Value::Object(inner) => Value::Object(evaluating(inner)),
        other => other.clone(),
    };
    let kept = keywords.iter().filter_map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("properties" | "patternProperties", Value::Object(schemas)) => all(schemas),
            ("additionalProperties", _) => Value::Bool(true),
            ("allOf", Value::Array(parts)) => parts.iter().map(inner).collect(),
            (
                "$ref"
                | "anyOf"
                | "oneOf"
                | "if"
                | "then"
                | "else"
                | "dependentSchemas"
                | "unevaluatedProperties",
                value,
            ) => value.clone(),
            _ => return None,
        };
        Some((name.clone(), value))
    });
    kept.collect()
}
