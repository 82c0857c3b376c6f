//! Whether a value equals another, from its bytes.

use serde_json::Value;

use super::answer::{Seen, any, every};
use super::program::types;

impl Seen<'_> {
    /// Whether it equals one of some values.
    pub(super) fn is_one_of(self, values: &[Value]) -> Option<bool> {
        let mut alike = values.iter().filter(|value| kinds(value) & self.kind != 0).peekable();
        match self.kind {
            // No value of its type is wanted.
            _ if alike.peek().is_none() => Some(false),
            types::NULL => Some(true),
            types::BOOL => {
                let found = self.raw? == "true";
                Some(alike.any(|value| value.as_bool() == Some(found)))
            }
            types::STRING => {
                let found = self.text()?;
                Some(alike.any(|value| value.as_str() == Some(&*found)))
            }
            types::INT => {
                let found = self.int()?;
                let known: Option<Vec<i64>> = alike.map(Value::as_i64).collect();
                Some(known?.into_iter().any(|int| i128::from(int) == found))
            }
            types::FLOAT => {
                let ints = alike.all(|value| value.is_i64());
                (ints && self.is_fraction()).then_some(false)
            }
            types::ARRAY => any(alike.map(|value| self.is_array(value))),
            types::OBJECT => any(alike.map(|value| self.is_object(value))),
            _ => None,
        }
    }

    fn is_array(self, wanted: &Value) -> Option<bool> {
        let (inside, wanted) = (self.inside()?, wanted.as_array()?);
        if inside.len() != wanted.len() {
            return Some(false);
        }
        every(
            inside
                .iter()
                .zip(wanted)
                .map(|(item, wanted)| Seen::of(item)?.is_one_of(std::slice::from_ref(wanted))),
        )
    }

    fn is_object(self, wanted: &Value) -> Option<bool> {
        let (inside, wanted) = (self.inside()?, wanted.as_object()?);
        let pairs = inside.as_chunks::<2>().0;
        if pairs.len() != wanted.len() {
            return Some(false);
        }
        every(pairs.iter().map(|[key, value]| match wanted.get(key.get(1..key.len() - 1)?) {
            Some(wanted) => Seen::of(value)?.is_one_of(std::slice::from_ref(wanted)),
            None => Some(false),
        }))
    }
}

/// The types that a value that equals this one may have in a text.
fn kinds(value: &Value) -> u8 {
    match value {
        Value::Null => types::NULL,
        Value::Bool(_) => types::BOOL,
        Value::Number(_) => types::NUMBER,
        Value::String(_) => types::STRING,
        Value::Array(_) => types::ARRAY,
        Value::Object(_) => types::OBJECT,
    }
}
