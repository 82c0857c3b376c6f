//! Members that no schema lists: what their names say.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::answer::Seen;
use super::ask::Ask;
use super::compile::{Compiler, Parts};
use super::keywords::text_demand;
use super::program::types;

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

/// What a name that is not listed is asked, and the node of the value for each set of answers.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) names: Names,
    pub(super) nodes: Vec<u32>,
}

impl Named {
    /// The node of the member of a name, given in its quotes; `None` when the name is not proven.
    pub(super) fn node(&self, quoted: &str) -> Option<u32> {
        self.nodes.get(self.names.matching(quoted)?).copied()
    }
}

/// What names are asked.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    /// What all must be.
    demands: Vec<Ask>,
    /// What may be so or not.
    patterns: Vec<Ask>,
}

impl Names {
    /// Whether nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.demands.is_empty() && self.patterns.is_empty()
    }

    /// How many sets of answers there are.
    pub(super) fn sets(&self) -> usize {
        1 << self.patterns.len()
    }

    /// The set of patterns that a name matches.
    pub(super) fn matching(&self, quoted: &str) -> Option<usize> {
        let seen = Seen::of(quoted)?;
        let fine = self.demands.iter().all(|demand| seen.answer(demand) == Some(true));
        fine.then_some(())?;
        self.patterns.iter().enumerate().try_fold(0, |set, (bit, pattern)| {
            Some(set | (usize::from(seen.answer(pattern)?) << bit))
        })
    }
}

/// What applies to members beyond their own schemas.
pub(super) struct Beyond<'s> {
    pub(super) names: Names,
    parts: Vec<Part<'s>>,
    /// Names that some part lists.
    listed: HashSet<&'s str>,
}

/// One schema's say.
#[derive(Default)]
struct Part<'s> {
    listed: HashSet<&'s str>,
    /// Which pattern, and what it says.
    patterns: Vec<(usize, &'s Value)>,
    additional: Option<&'s Value>,
    /// Whether the explaining path does not look for names in it.
    unseen: bool,
}

impl<'s> Beyond<'s> {
    /// `None` when it is too much.
    pub(super) fn of(compiler: &Compiler<'s>, parts: &Parts<'s>) -> Option<Self> {
        let mut beyond =
            Beyond { names: Names::default(), parts: Vec::new(), listed: HashSet::new() };
        let says =
            |keywords: &&Map<String, Value>| SAYING.iter().any(|it| keywords.contains_key(*it));
        if !parts.keywords.iter().any(says) {
            return Some(beyond);
        }
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
                part.patterns.push((beyond.names.patterns.len(), schema));
                beyond.names.patterns.push(compiler.pattern(pattern));
                (beyond.names.patterns.len() <= PATTERNS).then_some(())?;
            }
            beyond.parts.push(part);
            let unevaluated = keywords.get("unevaluatedProperties");
            if let Some((listed, additional)) = compiler.evaluated(keywords).zip(unevaluated) {
                let additional = Some(additional);
                let part = Part { listed, additional, unseen: true, ..Part::default() };
                beyond.parts.push(part);
            }
        }
        Some(beyond)
    }

    /// Whether members that nobody lists are excluded, whatever their names.
    pub(super) fn is_closed(&self) -> bool {
        let never = |part: &Part<'_>| part.additional == Some(&NEVER) && part.patterns.is_empty();
        self.parts.iter().any(never)
    }

    /// Whether members that nobody lists have schemas.
    pub(super) fn is_open(&self) -> bool {
        self.open().next().is_some()
    }

    /// Whether nothing is said of members that nobody lists.
    pub(super) fn is_free(&self) -> bool {
        !self.is_open() && self.parts.iter().all(|part| part.additional.is_none())
    }

    fn open(&self) -> impl Iterator<Item = &'s Value> {
        let patterns = self.parts.iter().flat_map(|part| &part.patterns).map(|(_, schema)| *schema);
        let seen = self.parts.iter().filter(|part| !part.unseen);
        let additional = seen.filter_map(|part| part.additional);
        patterns.chain(additional.filter(|schema| **schema != NEVER))
    }

    /// The schemas of a member that matches a set of patterns, beside those that list it. Where the
    /// explaining path sees other names inside than these schemas have, nothing may stand inside.
    pub(super) fn schemas(&self, name: Option<&str>, set: usize) -> Vec<&'s Value> {
        let (mut found, mut unseen) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let matching = part.patterns.iter().filter(|(bit, _)| set & (1 << bit) != 0);
            let before = found.len();
            found.extend(matching.map(|(_, schema)| *schema));
            let listed = name.is_some_and(|name| part.listed.contains(name));
            let rest = part.additional.filter(|_| !listed && found.len() == before);
            if part.unseen { unseen.extend(rest) } else { found.extend(rest) }
        }
        let mut differing: Vec<&Value> = if name.is_some_and(|name| self.listed.contains(name)) {
            found.clone()
        } else if found.len() == self.open().count() {
            Vec::new()
        } else {
            self.open().collect()
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
fn names_inside(schema: &Value) -> bool {
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

impl<'s> Compiler<'s> {
    /// What a name is asked that a schema is for.
    fn name(&self, schema: &'s Value) -> Ask {
        self.ask(schema, None, 1).unwrap_or_else(|| {
            let keywords = schema.as_object().cloned().unwrap_or_default();
            self.rest_of(types::STRING, keywords)
        })
    }

    /// Whether a name matches a pattern.
    fn pattern(&self, pattern: &str) -> Ask {
        let pattern = Value::from(pattern);
        match text_demand("pattern", &pattern) {
            Some(demand) => Ask::Text(demand),
            None => self.rest_of(types::STRING, Map::from_iter([("pattern".to_owned(), pattern)])),
        }
    }
}
