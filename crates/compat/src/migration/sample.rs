//! Documents that a version may accept: made from its schema, and from golden ones by small
//! changes. Nothing here promises that they are accepted; whoever asks has them judged.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use validator::proof::digest;

use super::random::Random;

/// Makes documents of one version.
pub(super) struct Sampler<'s> {
    schema: &'s Value,
    golden: &'s [&'s Value],
    /// Values by the name of the member that held them in golden documents: they fit patterns
    /// and formats that no guess fits.
    seen: BTreeMap<&'s str, Vec<&'s Value>>,
    /// Names that a writer of this version does not know: those of the other one, and two that
    /// nobody knows.
    strange: Vec<String>,
    random: Random,
}

/// How deep a document made from a schema goes at most.
const DEPTH: usize = 8;

impl<'s> Sampler<'s> {
    /// For a version's schema and golden documents; `other` is the schema of the version on the
    /// other side of the migration.
    pub(super) fn new(
        schema: &'s Value,
        other: &'s Value,
        golden: &'s [&'s Value],
        name: &str,
    ) -> Self {
        let mut seen = BTreeMap::new();
        golden.iter().for_each(|document| harvest(document, &mut seen));
        let names = |schema: &Value| -> Vec<String> {
            let members = schema.get("properties").and_then(Value::as_object);
            members.into_iter().flat_map(|members| members.keys().cloned()).collect()
        };
        let known = names(schema);
        let mut strange = names(other);
        strange.retain(|name| !known.contains(name));
        strange.extend(["x_note".to_owned(), "Weitere Angaben".to_owned()]);
        Sampler { schema, golden, seen, strange, random: Random::of(name) }
    }

    /// The next document.
    pub(super) fn next(&mut self) -> Value {
        let mut document = match self.random.pick(self.golden).copied() {
            Some(golden) if self.random.once_in(2) => golden.clone(),
            _ => self.of_schema(self.schema, "", 0),
        };
        for _ in 0..self.random.below(4) {
            self.change(&mut document);
        }
        seal(&mut document);
        document
    }

    fn of_schema(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        if !self.random.once_in(3)
            && let Some(value) = self.seen.get(name).and_then(|seen| self.random.pick(seen))
        {
            return (*value).clone();
        }
        let Some(schema) = self.resolved(schema) else { return Value::Null };
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(value) = schema.get("enum").and_then(Value::as_array) {
            return self.random.pick(value).cloned().unwrap_or_default();
        }
        for union in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(union).and_then(Value::as_array)
                && schema.get("properties").is_none()
                && let Some(branch) = self.random.pick(branches).cloned()
            {
                return self.of_schema(&branch, name, depth);
            }
        }
        let kind = match schema.get("type") {
            Some(Value::Array(kinds)) => self.random.pick(kinds).and_then(Value::as_str),
            Some(kind) => kind.as_str(),
            None => None,
        };
        self.of_type(&schema.clone(), kind.unwrap_or("string"), name, depth)
    }

    fn of_type(&mut self, schema: &Value, kind: &str, name: &str, depth: usize) -> Value {
        match kind {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, name, depth),
            "integer" | "number" => self.number(schema),
            "boolean" => Value::Bool(self.random.once_in(2)),
            "null" => Value::Null,
            _ => self.text(schema),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut made = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let wanted = required.contains(&name.as_str());
            if wanted || (depth < DEPTH && self.random.once_in(2)) {
                made.insert(name.clone(), self.of_schema(property, name, depth + 1));
            }
        }
        Value::Object(made)
    }

    fn array(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let least = usize::try_from(least).unwrap_or_default().min(16);
        let more = if depth < DEPTH { self.random.below(3) } else { 0 };
        let items = schema.get("items").cloned().unwrap_or(Value::Bool(true));
        let item = format!("{name}/*");
        (0..least + more).map(|_| self.of_schema(&items, &item, depth + 1)).collect()
    }

    fn number(&mut self, schema: &Value) -> Value {
        let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
        let least = bound("minimum").unwrap_or(-5);
        let most = bound("maximum").unwrap_or(least.saturating_add(1_000));
        let span = usize::try_from(most.saturating_sub(least)).unwrap_or_default();
        let step = self.random.below(span.saturating_add(1).min(1_000_000));
        Value::Number(Number::from(least.saturating_add(i64::try_from(step).unwrap_or_default())))
    }

    fn text(&mut self, schema: &Value) -> Value {
        const TEXTS: [&str; 6] = ["a", "two words", "\u{1F980} é \u{202e}", "0", "a/b~c", "x\ny"];
        let text = match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => "2026-05-18T09:30:00.250+02:00",
            Some("uuid") => "3b241101-e2bb-4255-8caf-4136c566a962",
            _ if schema.get("minLength").is_none() && self.random.once_in(6) => "",
            _ => self.random.pick(&TEXTS).copied().unwrap_or_default(),
        };
        Value::String(text.to_owned())
    }

    fn resolved(&self, schema: &Value) -> Option<Value> {
        let mut schema = schema.clone();
        for _ in 0..8 {
            let Some(target) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            schema = self.schema.pointer(target.strip_prefix('#')?)?.clone();
        }
        None
    }

    /// One small change somewhere: a member taken away, another value, a name nobody knows.
    fn change(&mut self, document: &mut Value) {
        let mut places = Vec::new();
        objects(document, String::new(), &mut places);
        let Some(at) = self.random.pick(&places).cloned() else { return };
        let Some(Value::Object(members)) = document.pointer_mut(&at) else { return };
        let names: Vec<String> = members.keys().cloned().collect();
        let chosen = self.random.pick(&names).cloned();
        match (self.random.below(3), chosen) {
            (0, Some(name)) => {
                members.shift_remove(&name);
            }
            (1, Some(name)) => {
                let value = self.seen.get(name.as_str()).and_then(|v| self.random.pick(v));
                members.insert(name, value.map_or(Value::Null, |value| (*value).clone()));
            }
            _ => {
                let name = self.random.pick(&self.strange).cloned().unwrap_or_default();
                let value = self.text(&Value::Null);
                members.insert(name, value);
            }
        }
    }
}

/// Values by the name of the member that holds them; an array's items by that name and `/*`.
fn harvest<'s>(value: &'s Value, seen: &mut BTreeMap<&'s str, Vec<&'s Value>>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let known = seen.entry(name).or_default();
                if !known.contains(&member) {
                    known.push(member);
                }
                harvest(member, seen);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| harvest(item, seen)),
        _ => {}
    }
}

fn objects(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                objects(
                    member,
                    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
                    out,
                );
            }
            out.push(at);
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                objects(item, format!("{at}/{place}"), out);
            }
        }
        _ => {}
    }
}

/// A certificate's payload digest follows from the rest of it, so no random one is right.
fn seal(document: &mut Value) {
    if let Some(digest) = digest::of_payload(document)
        && let Some(place) = document.pointer_mut("/proof/payload_sha256")
    {
        *place = Value::String(digest);
    }
}
