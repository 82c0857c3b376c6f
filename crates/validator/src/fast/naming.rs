//! Which schemas name an object's members, for the note on those that nobody names: those that
//! apply to it, and those that apply where a condition or a branch of a union holds. Whether it
//! does is of no consequence, unless a tag tells.

use serde_json::{Map, Value, json};

use super::compile::{Compiler, DEEPEST, Parts};
use crate::union::{Meant, Union, target};

/// The most schemas that only name.
const MOST: usize = 64;

impl<'s> Parts<'s> {
    /// All that name members.
    pub(super) fn namers(&self) -> impl Iterator<Item = &'s Map<String, Value>> {
        self.keywords.iter().chain(&self.naming).copied()
    }

    /// What names a member of that name, beyond what applies to it.
    pub(super) fn naming_member(&self, name: &str) -> Vec<&'s Value> {
        self.naming.iter().filter_map(|keywords| keywords.get("properties")?.get(name)).collect()
    }
}

impl<'s> Compiler<'s> {
    /// Adds what the conditions of these keywords name.
    pub(super) fn name_by_conditions(
        &self,
        keywords: &'s Map<String, Value>,
        parts: &mut Parts<'s>,
        depth: usize,
    ) {
        for schema in ["if", "then", "else"].iter().filter_map(|name| keywords.get(*name)) {
            self.name_by(schema, parts, depth + 1);
        }
    }

    /// Adds what the unions name that are only asked, where that is the same for all objects: a
    /// union with a tag names what its variants name, and is asked only where others do so too.
    pub(super) fn name_by_unions(&self, parts: &mut Parts<'s>) {
        for (union, _) in parts.unions.clone() {
            self.name_by_union(union, parts, 0);
        }
    }

    fn name_by_union(&self, union: &'s [Value], parts: &mut Parts<'s>, depth: usize) {
        let branches: Vec<&'s Value> = union.iter().collect();
        let all = Union::of(self.root, &branches);
        let only = match all.tag() {
            Some(_) => return,
            None => match all.meant(&json!({}), false) {
                Meant::Branch(only) => Some(only),
                _ => None,
            },
        };
        let named = branches.into_iter().enumerate();
        for (_, branch) in named.filter(|(at, _)| only.is_none_or(|only| only == *at)) {
            self.name_by(branch, parts, depth + 1);
        }
    }

    /// Adds what a schema names that only names.
    pub(super) fn name_by(&self, schema: &'s Value, parts: &mut Parts<'s>, depth: usize) {
        let Value::Object(keywords) = schema else { return };
        if depth > DEEPEST || parts.naming.len() >= MOST {
            parts.never = true;
        }
        if parts.never {
            return;
        }
        parts.naming.push(keywords);
        if let Some(target) = target(self.root, schema) {
            self.name_by(target, parts, depth + 1);
        }
        for part in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.name_by(part, parts, depth + 1);
        }
        self.name_by_conditions(keywords, parts, depth);
        for union in ["oneOf", "anyOf"].iter().filter_map(|name| keywords.get(*name)?.as_array()) {
            self.name_by_union(union, parts, depth);
        }
    }
}
