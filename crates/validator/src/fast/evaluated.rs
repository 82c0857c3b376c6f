//! What `unevaluatedProperties` leaves: the members that no schema beside it evaluates.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::compile::{Compiler, DEEPEST};
use crate::union::follow;

/// Names that are evaluated.
#[derive(Default)]
struct Evaluated<'s> {
    /// Whatever the value is, where it holds at all.
    always: HashSet<&'s str>,
    /// Where some branch or condition holds.
    perhaps: HashSet<&'s str>,
}

impl<'s> Compiler<'s> {
    /// The names beyond which `unevaluatedProperties` speaks of all others, where that does not
    /// depend on the value.
    pub(super) fn evaluated(&self, keywords: &'s Map<String, Value>) -> Option<HashSet<&'s str>> {
        keywords.get("unevaluatedProperties")?;
        let mut names = Evaluated::default();
        self.collect(keywords, &mut names, true, 0)?;
        names.perhaps.is_subset(&names.always).then_some(names.always)
    }

    fn collect(
        &self,
        keywords: &'s Map<String, Value>,
        names: &mut Evaluated<'s>,
        sure: bool,
        depth: usize,
    ) -> Option<()> {
        (depth < DEEPEST).then_some(())?;
        for (name, value) in keywords {
            let (inner, sure) = match name.as_str() {
                "properties" => {
                    let set = if sure { &mut names.always } else { &mut names.perhaps };
                    set.extend(value.as_object()?.keys().map(String::as_str));
                    continue;
                }
                "allOf" => (value.as_array()?.iter().collect(), sure),
                "$ref" => (vec![follow(self.root, value.as_str()?)?], sure),
                "anyOf" | "oneOf" => (value.as_array()?.iter().collect(), false),
                "if" | "then" | "else" => (vec![value], false),
                "dependentSchemas" => (value.as_object()?.values().collect(), false),
                "unevaluatedProperties" if depth == 0 => continue,
                // What these evaluate depends on the names that there are, or is elsewhere.
                "unevaluatedProperties"
                | "patternProperties"
                | "additionalProperties"
                | "$dynamicRef"
                | "$recursiveRef" => return None,
                _ => continue,
            };
            let inner: Vec<&'s Value> = inner;
            for inner in inner.into_iter().filter_map(Value::as_object) {
                self.collect(inner, names, sure, depth + 1)?;
            }
        }
        Some(())
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
