//! A schema narrowed to the variant that an instance's tag names.
//!
//! Where a schema is a union told apart by a tag, the engine collects the faults of every variant
//! before one of them is picked. Faulty records of a stream are many: for them the schema is
//! compiled once more for each variant that occurs, with that variant alone in its union. No other
//! variant takes a value of that tag, so nothing else changes.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::alone::Cut;
use crate::engine::Validator;
use crate::known::Known;
use crate::lazy::Lazy;
use crate::phrase;
use crate::union::{Meant, Union};

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
    /// The schema without any variant, for what names none.
    none: OnceLock<Option<Narrow>>,
    /// Whether every variant demands the tag.
    required: bool,
    faulty: AtomicUsize,
}

/// The schema with one variant, or with none.
pub(crate) struct Narrow {
    pub(crate) validator: Validator,
    pub(crate) schema: Value,
    pub(crate) known: Lazy<Known>,
    /// Pointer to the union.
    pub(crate) union: String,
    /// Whether it has a variant: what is missing or unknown is told by the tag then.
    pub(crate) variant: bool,
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
        let (none, required) = (OnceLock::new(), union.requires(tag));
        let (tag, faulty) = (tag.to_owned(), AtomicUsize::new(0));
        Some(Variants { at, tag, values, narrow, none, required, faulty })
    }

    /// The member that tells the variants apart.
    pub(crate) fn tag(&self) -> &str {
        &self.tag
    }

    /// Pointer to the branch that the instance's tag names.
    pub(crate) fn branch(&self, instance: &Value) -> Option<String> {
        let tag = instance.get(&self.tag)?.as_str()?;
        let branch = self.values.iter().position(|value| value == tag)?;
        Some(format!("{}/{branch}", self.at))
    }

    /// Takes note of a faulty instance.
    pub(crate) fn faulty(&self) {
        self.faulty.fetch_add(1, Ordering::Relaxed);
    }

    /// What an instance means whose tag is missing or names no variant.
    pub(crate) fn none_meant(&self, instance: &Value) -> Meant<'_> {
        let tag = self.tag.as_str();
        match instance.get(tag) {
            None => Meant::MissingTag { tag },
            Some(value) => {
                let (found, known) = (phrase::value(value), self.values.clone());
                Meant::UnknownTag { tag, found, known }
            }
        }
    }

    /// The schema narrowed for the instance, when that is worth while: to the variant that its tag
    /// names, or to none when the tag names none.
    pub(crate) fn narrowed(&self, schema: &Value, instance: &Value) -> Option<&Narrow> {
        if self.faulty.load(Ordering::Relaxed) < PATIENCE {
            return None;
        }
        let tag = instance.as_object()?.get(&self.tag);
        let named = tag.and_then(Value::as_str);
        match named.and_then(|tag| self.values.iter().position(|value| value == tag)) {
            Some(branch) => {
                let narrow = self.narrow.get(branch)?;
                narrow.get_or_init(|| self.compile(schema, Some(branch))).as_ref()
            }
            // Without the tag a variant may fit that does not demand it.
            None if tag.is_none() && !self.required => None,
            None => self.none.get_or_init(|| self.compile(schema, None)).as_ref(),
        }
    }

    fn compile(&self, schema: &Value, branch: Option<usize>) -> Option<Narrow> {
        let mut schema = schema.clone();
        let branches = schema.pointer_mut(&self.at)?.as_array_mut()?;
        let only = match branch {
            Some(branch) => branches.get_mut(branch)?.take(),
            None => Value::Bool(false),
        };
        *branches = vec![only];
        let validator = super::engine::build(&schema).ok()?;
        Some(Narrow {
            validator,
            schema,
            known: Lazy::default(),
            union: self.at.clone(),
            variant: branch.is_some(),
            here: format!("{}/0", self.at),
            there: format!("{}/{}", self.at, branch.unwrap_or_default()),
        })
    }
}

impl Narrow {
    /// A schema that was cut out of the whole one.
    pub(crate) fn of_cut(cut: Cut) -> Option<Self> {
        let validator = super::engine::build(&cut.schema).ok()?;
        Some(Narrow {
            validator,
            schema: cut.schema,
            known: Lazy::default(),
            union: String::new(),
            variant: false,
            here: cut.here,
            there: cut.there,
        })
    }

    /// A pointer into this schema as one into the whole.
    pub(crate) fn whole<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match pointer.strip_prefix(&*self.here) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                Cow::Owned([&self.there, rest].concat())
            }
            _ => Cow::Borrowed(pointer),
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
