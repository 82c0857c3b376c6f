//! A schema narrowed to the variant that an instance's tag names.
//!
//! Where a schema is a union told apart by a tag, the engine collects the faults of every variant
//! before one of them is picked. Faulty records of a stream are many: for them the schema is
//! compiled once more for each variant that occurs, with that variant alone in its union. No other
//! variant takes a value of that tag, so nothing else changes.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::engine::Validator;
use crate::union::Union;

/// So many faulty instances are explained by the whole schema before another is compiled.
const PATIENCE: usize = 4;

/// The tagged union that a schema is, at its root or in a conjunction there.
pub(crate) struct Variants {
    /// Pointer to the union.
    at: String,
    tag: String,
    /// The tag's value in each branch.
    values: Vec<String>,
    narrow: Vec<OnceLock<Option<Narrow>>>,
    faulty: AtomicUsize,
}

/// The schema with one variant.
pub(crate) struct Narrow {
    pub(crate) validator: Validator,
    pub(crate) schema: Value,
    /// Pointer to the union.
    pub(crate) union: String,
    /// Pointer to the variant in this schema.
    here: String,
    /// Pointer to the same variant in the whole schema.
    there: String,
}

impl Variants {
    /// The union of a schema, when every variant demands another string of one member.
    pub(crate) fn of(schema: &Value) -> Option<Self> {
        let conjuncts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        let below = (0..conjuncts).map(|part| format!("/allOf/{part}/oneOf"));
        let mut places = std::iter::once("/oneOf".to_owned()).chain(below);
        let at = places.find(|at| schema.pointer(at).is_some_and(Value::is_array))?;
        let union = Union::at(schema, &at);
        let tag = union.tag()?;
        let values = union.constants(tag)?;
        // A reference into the union would lead elsewhere once it is narrowed.
        if !refers_to_definitions(schema) {
            return None;
        }
        let narrow = values.iter().map(|_| OnceLock::new()).collect();
        Some(Variants { at, tag: tag.to_owned(), values, narrow, faulty: AtomicUsize::new(0) })
    }

    /// Takes note of a faulty instance.
    pub(crate) fn faulty(&self) {
        self.faulty.fetch_add(1, Ordering::Relaxed);
    }

    /// The schema narrowed for the instance, when that is worth while and its tag names a variant.
    pub(crate) fn narrowed(&self, schema: &Value, instance: &Value) -> Option<&Narrow> {
        if self.faulty.load(Ordering::Relaxed) < PATIENCE {
            return None;
        }
        let tag = instance.get(&self.tag)?.as_str()?;
        let branch = self.values.iter().position(|value| value == tag)?;
        self.narrow.get(branch)?.get_or_init(|| self.compile(schema, branch)).as_ref()
    }

    fn compile(&self, schema: &Value, branch: usize) -> Option<Narrow> {
        let mut schema = schema.clone();
        let branches = schema.pointer_mut(&self.at)?.as_array_mut()?;
        let only = branches.get_mut(branch)?.take();
        *branches = vec![only];
        let validator = super::engine::build(&schema).ok()?;
        Some(Narrow {
            validator,
            schema,
            union: self.at.clone(),
            here: format!("{}/0", self.at),
            there: format!("{}/{branch}", self.at),
        })
    }
}

impl Narrow {
    /// A pointer into this schema as one into the whole.
    pub(crate) fn whole(&self, pointer: &str) -> String {
        match pointer.strip_prefix(&*self.here) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                format!("{}{rest}", self.there)
            }
            _ => pointer.to_owned(),
        }
    }
}

pub(crate) fn refers_to_definitions(schema: &Value) -> bool {
    match schema {
        Value::Array(items) => items.iter().all(refers_to_definitions),
        Value::Object(members) => members.iter().all(|(name, value)| match value {
            Value::String(to) if name == "$ref" => to.starts_with("#/$defs/"),
            _ => refers_to_definitions(value),
        }),
        _ => true,
    }
}
