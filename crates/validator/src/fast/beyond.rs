//! What schemas say of members that they do not list: by their names, and of all others.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::compile::{Compiler, Parts};
use super::evaluated::Evaluated;
use super::named::Names;

/// The most patterns of names in one object.
const PATTERNS: usize = 4;

/// A value with nothing inside.
static SCALAR: LazyLock<Value> =
    LazyLock::new(|| json!({"type": ["null", "boolean", "number", "string"]}));
/// The keywords that say something of members that are not listed.
const SAYING: [&str; 4] =
    ["additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"];
/// No value.
static NEVER: Value = Value::Bool(false);

/// What applies to members beyond their own schemas.
#[derive(Default)]
pub(super) struct Beyond<'s> {
    pub(super) names: Names,
    /// The patterns that names are asked, as written.
    patterns: Vec<&'s str>,
    parts: Vec<Part<'s>>,
    /// Names that some part lists, or a schema that only names.
    listed: HashSet<&'s str>,
    /// What those schemas say of members that they do not name.
    naming: Vec<&'s Value>,
    /// Whether some schema allows no members that are not named.
    closed: bool,
}

/// One schema's say.
#[derive(Default)]
struct Part<'s> {
    listed: HashSet<&'s str>,
    /// Which pattern, and what it says, if anything.
    patterns: Vec<(usize, Option<&'s Value>)>,
    additional: Option<&'s Value>,
    /// Whether the explaining path does not look for names in it.
    unseen: bool,
}

impl<'s> Beyond<'s> {
    /// `None` when it is too much.
    pub(super) fn of(compiler: &Compiler<'s>, parts: &Parts<'s>) -> Option<Self> {
        let mut beyond = Beyond::default();
        let says =
            |keywords: &Map<String, Value>| SAYING.iter().any(|it| keywords.contains_key(*it));
        if !parts.namers().any(says) {
            return Some(beyond);
        }
        beyond.name(parts);
        for keywords in &parts.keywords {
            let listed = keywords.get("properties").and_then(Value::as_object);
            let listed: HashSet<_> =
                listed.into_iter().flatten().map(|(name, _)| &**name).collect();
            beyond.listed.extend(&listed);
            let mut part = Part {
                listed,
                additional: keywords.get("additionalProperties"),
                ..Part::default()
            };
            beyond.names.demands.extend(keywords.get("propertyNames").map(|it| compiler.name(it)));
            let patterns = keywords.get("patternProperties").and_then(Value::as_object);
            for (pattern, schema) in patterns.into_iter().flatten() {
                part.patterns.push((beyond.bit(compiler, pattern)?, Some(schema)));
            }
            beyond.parts.push(part);
            if let Some(schema) = keywords.get("unevaluatedProperties") {
                beyond.unevaluated(compiler, compiler.evaluated(parts, keywords), schema)?;
            }
        }
        Some(beyond)
    }

    /// What those see who look for members that nobody names.
    fn name(&mut self, parts: &Parts<'s>) {
        let never = |keywords: &Map<String, Value>, name| keywords.get(name) == Some(&NEVER);
        self.closed = parts.namers().any(|keywords| {
            never(keywords, "additionalProperties") || never(keywords, "unevaluatedProperties")
        });
        for keywords in &parts.naming {
            let members = |name| keywords.get(name).and_then(Value::as_object);
            let listed = members("properties").into_iter().flatten();
            self.listed.extend(listed.map(|(name, _)| &**name));
            let patterns = members("patternProperties").into_iter().flatten();
            let additional = keywords.get("additionalProperties").filter(|it| **it != NEVER);
            self.naming.extend(patterns.map(|(_, schema)| schema).chain(additional));
        }
    }

    /// Whether members that nobody names are worth a note.
    pub(super) fn is_noted(&self) -> bool {
        !self.closed && self.naming.is_empty() && self.open().next().is_none()
    }

    /// The bit of a pattern; `None` when there are too many.
    fn bit(&mut self, compiler: &Compiler<'s>, pattern: &'s str) -> Option<usize> {
        let known = self.patterns.iter().position(|known| *known == pattern);
        known.or_else(|| {
            self.patterns.push(pattern);
            self.names.patterns.push(compiler.pattern(pattern));
            (self.patterns.len() <= PATTERNS).then(|| self.patterns.len() - 1)
        })
    }

    /// Adds what is said of members that are not evaluated, where their names tell.
    fn unevaluated(
        &mut self,
        compiler: &Compiler<'s>,
        evaluated: Option<Evaluated<'s>>,
        schema: &'s Value,
    ) -> Option<()> {
        let settled = evaluated.filter(Evaluated::is_settled);
        let Some(Evaluated { always, .. }) = settled.filter(|it| !it.always.all) else {
            return Some(());
        };
        let patterns = always.patterns.iter();
        let patterns = patterns.map(|pattern| Some((self.bit(compiler, pattern)?, None)));
        let patterns = patterns.collect::<Option<_>>()?;
        let (listed, additional) = (always.names, Some(schema));
        self.parts.push(Part { listed, patterns, additional, unseen: true });
        Some(())
    }

    /// Whether members that nobody lists are excluded, whatever their names.
    pub(super) fn is_closed(&self) -> bool {
        let never = |part: &Part<'_>| part.additional == Some(&NEVER) && part.patterns.is_empty();
        self.parts.iter().any(never)
    }

    /// Whether nothing is said of members that nobody lists.
    pub(super) fn is_free(&self) -> bool {
        let silent = self.parts.iter().all(|part| part.additional.is_none());
        silent && self.naming.is_empty() && self.open().next().is_none()
    }

    fn open(&self) -> impl Iterator<Item = &'s Value> {
        let patterns = self.parts.iter().flat_map(|part| &part.patterns);
        let patterns = patterns.filter_map(|(_, schema)| *schema);
        let seen = self.parts.iter().filter(|part| !part.unseen);
        let additional = seen.filter_map(|part| part.additional);
        patterns.chain(additional.filter(|schema| **schema != NEVER))
    }

    /// The schemas of a member that matches a set of patterns, beside those that list it. Where the
    /// explaining path sees other names inside than these schemas have, nothing may stand inside.
    pub(super) fn schemas(&self, name: Option<&str>, set: usize) -> Vec<&'s Value> {
        let (mut found, mut unseen) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let mut matching = part.patterns.iter().filter(|(bit, _)| set & (1 << bit) != 0);
            let matches = matching.clone().next().is_some();
            found.extend(matching.by_ref().filter_map(|(_, schema)| *schema));
            let listed = name.is_some_and(|name| part.listed.contains(name));
            let rest = part.additional.filter(|_| !listed && !matches);
            if part.unseen { unseen.extend(rest) } else { found.extend(rest) }
        }
        let mut differing: Vec<&Value> = if name.is_some_and(|name| self.listed.contains(name)) {
            found.clone()
        } else if found.len() == self.open().count() {
            self.naming.clone()
        } else {
            self.open().chain(self.naming.iter().copied()).collect()
        };
        differing.extend(&unseen);
        found.append(&mut unseen);
        if differing.into_iter().any(names_inside) {
            found.push(&SCALAR);
        }
        found
    }
}

/// Whether a schema might name members inside a value.
pub(super) fn names_inside(schema: &Value) -> bool {
    const NAMING: [&str; 6] = [
        "$ref",
        "properties",
        "patternProperties",
        "additionalProperties",
        "unevaluatedProperties",
        "$dynamicRef",
    ];
    match schema {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| NAMING.contains(&name.as_str()) || names_inside(value)),
        Value::Array(items) => items.iter().any(names_inside),
        _ => false,
    }
}
