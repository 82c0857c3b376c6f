//! Random documents of a schema as Rust types give it: bounds, empty and full forms first.

use serde_json::{Map, Value, json};

use super::random::Random;
use super::types::NAMES;

/// A document that mostly is one of the schema; `open` adds members that it does not declare.
pub(crate) fn of(schema: &Value, open: bool, random: &mut Random) -> Value {
    Maker { root: schema, open, random }.value(schema, 0)
}

struct Maker<'m> {
    root: &'m Value,
    open: bool,
    random: &'m mut Random,
}

impl<'m> Maker<'m> {
    fn value(&mut self, schema: &'m Value, depth: usize) -> Value {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(reference.trim_start_matches('#')).unwrap();
            return self.value(target, depth + 1);
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        for keyword in ["enum", "oneOf", "anyOf"] {
            let Some(list) = schema.get(keyword).and_then(Value::as_array) else { continue };
            // Deep down the last branch of an option is `null`, which ends a recursion.
            let index = if depth > 6 { list.len() - 1 } else { self.random.upto(list.len() - 1) };
            let chosen = &list[index];
            return if keyword == "enum" { chosen.clone() } else { self.value(chosen, depth + 1) };
        }
        match self.kind(schema) {
            "null" => Value::Null,
            "boolean" => self.random.one_in(2).into(),
            "integer" => self.integer(schema).into(),
            "number" => match self.random.upto(3) {
                0 => json!(0.5),
                1 => json!(-1.25),
                _ => self.integer(schema).into(),
            },
            "string" => self.text(schema).into(),
            "array" => {
                let count = if depth > 4 { 0 } else { self.random.upto(2) };
                (0..count).map(|_| self.value(&schema["items"], depth + 1)).collect()
            }
            _ => self.object(schema, depth),
        }
    }

    fn kind(&mut self, schema: &'m Value) -> &'m str {
        match &schema["type"] {
            Value::Array(types) => self.random.of(types).as_str().unwrap(),
            one => one.as_str().unwrap_or("object"),
        }
    }

    fn integer(&mut self, schema: &Value) -> i64 {
        let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
        let (least, most) = (bound("minimum").unwrap_or(-500), bound("maximum").unwrap_or(70_000));
        match self.random.upto(4) {
            0 => least,
            1 => most,
            2 => (least + 1).min(most),
            3 => (most - 1).max(least),
            _ => least.midpoint(most),
        }
    }

    fn text(&mut self, schema: &Value) -> String {
        match schema.get("format").and_then(Value::as_str) {
            Some("date-time") => {
                return (*self.random.of(&["2026-02-28T23:59:59Z", "2000-01-01T00:00:00+01:00"]))
                    .to_owned();
            }
            Some("uuid") => return "01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
            _ => {}
        }
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).map(|n| n as usize);
        let least = bound("minLength").unwrap_or(0);
        let most = bound("maxLength").unwrap_or(least + 9).max(least);
        let length = *self.random.of(&[least, most, (least + 1).min(most)]);
        match schema.get("pattern").and_then(Value::as_str) {
            Some(pattern) if pattern.contains("{8}") => "0123abcd".to_owned(),
            Some(_) => "a".repeat(length.max(1)),
            None => self.random.of(&["a", "Z", "0", "é", "😀"]).repeat(length),
        }
    }

    fn object(&mut self, schema: &'m Value, depth: usize) -> Value {
        let mut members = Map::new();
        let required = schema.get("required").and_then(Value::as_array);
        let needed = |name: &str| required.is_some_and(|all| all.iter().any(|entry| entry == name));
        for (name, inner) in
            schema.get("properties").and_then(Value::as_object).into_iter().flatten()
        {
            if needed(name) || (depth < 5 && !self.random.one_in(3)) {
                members.insert(name.clone(), self.value(inner, depth + 1));
            }
        }
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            members.entry(name).or_insert(Value::Null);
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => {}
            Some(inner) if depth < 5 => {
                let name = *self.random.of(&NAMES);
                let value = self.value(inner, depth + 1);
                members.entry(name).or_insert(value);
            }
            None if self.open && self.random.one_in(2) => {
                let value =
                    self.random.of(&[json!(0), json!("low"), json!(null), json!({})]).clone();
                members.entry(*self.random.of(&NAMES)).or_insert(value);
            }
            _ => {}
        }
        Value::Object(members)
    }
}
