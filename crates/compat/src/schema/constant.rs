//! `enum` and `const`: values as formulas, numbers by value, arrays and objects by their parts.

use std::rc::Rc;

use serde_json::Value;

use super::reader::Reader;
use super::resources::Place;
use crate::formula::{
    Arena, ArrayLiteral, Keys, Kind, Kinds, Literal, NodeId, NumberLiteral, ObjectLiteral,
    Rational, Span, TextLiteral, of_number,
};

impl Reader<'_> {
    pub(super) fn enumeration(&mut self, value: &Value, at: &Place) -> NodeId {
        match value {
            Value::Array(values) => one_of(self.arena, values),
            _ => self.malformed(at, value),
        }
    }

    pub(super) fn constant(&mut self, value: &Value) -> NodeId {
        one_of(self.arena, std::slice::from_ref(value))
    }
}

/// The formula of a finite set of values.
pub(crate) fn one_of(arena: &mut Arena, values: &[Value]) -> NodeId {
    let (mut texts, mut numbers): (Vec<Rc<str>>, Vec<Rational>) = (Vec::new(), Vec::new());
    let (mut kinds, mut truths) = (Kinds::NONE, Vec::new());
    let mut ways = Vec::new();
    for value in values {
        match value {
            Value::Null => kinds = kinds.or(Kinds::of(Kind::Null)),
            Value::Bool(truth) => truths.push(*truth),
            Value::String(text) => texts.push(text.as_str().into()),
            // A number that cannot be spelt exactly equals none that can.
            Value::Number(number) => numbers.extend(of_number(number)),
            Value::Array(items) => ways.push(array(arena, items)),
            Value::Object(members) => ways.push(object(arena, members)),
        }
    }
    let mut scalars = Vec::new();
    if !truths.is_empty() {
        kinds = kinds.or(Kinds::of(Kind::Boolean));
        if let Some(&truth) = truths.first().filter(|first| truths.iter().all(|t| t == *first)) {
            scalars.push(arena.when(Literal::True, truth));
        }
    }
    if !numbers.is_empty() {
        kinds = kinds.or(Kinds::of(Kind::Number));
        numbers.sort();
        numbers.dedup();
        scalars.push(arena.when(Literal::Number(NumberLiteral::OneOf(numbers.into())), true));
    }
    if !texts.is_empty() {
        kinds = kinds.or(Kinds::of(Kind::String));
        texts.sort();
        texts.dedup();
        scalars.push(arena.when(Literal::Text(TextLiteral::OneOf(texts.into())), true));
    }
    scalars.push(arena.kinds(kinds));
    ways.push(arena.all(scalars));
    arena.some(ways)
}

fn array(arena: &mut Arena, items: &[Value]) -> NodeId {
    let length = items.len() as u64;
    let mut parts = vec![arena.kinds(Kinds::of(Kind::Array))];
    parts.push(arena.when(Literal::Array(ArrayLiteral::MinItems(length)), true));
    parts.push(arena.when(Literal::Array(ArrayLiteral::MinItems(length + 1)), false));
    for (at, item) in (0..).zip(items) {
        let item = one_of(arena, std::slice::from_ref(item));
        let span = Span { from: at, to: Some(at + 1) };
        parts.push(arena.when(Literal::Array(ArrayLiteral::Each(span, item)), true));
    }
    arena.all(parts)
}

fn object(arena: &mut Arena, members: &serde_json::Map<String, Value>) -> NodeId {
    let count = members.len() as u64;
    let mut parts = vec![arena.kinds(Kinds::of(Kind::Object))];
    parts.push(arena.when(Literal::Object(ObjectLiteral::MinProperties(count + 1)), false));
    for (name, value) in members {
        let name: Rc<str> = name.as_str().into();
        let value = one_of(arena, std::slice::from_ref(value));
        parts.push(arena.when(Literal::Object(ObjectLiteral::Has(Rc::clone(&name))), true));
        let each = ObjectLiteral::Each(Keys::Name(name), value);
        parts.push(arena.when(Literal::Object(each), true));
    }
    arena.all(parts)
}
