//! Keywords that speak of arrays.

use serde_json::Value;

use super::Dialect;
use super::number::count;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, ArrayLiteral, Literal, NodeId, Span};

impl Reader<'_> {
    pub(super) fn array(
        &mut self,
        keyword: &str,
        value: &Value,
        all: &Members,
        at: &Place,
    ) -> NodeId {
        match (keyword, value) {
            ("minItems", _) => self.min_items(count(value), true, value, at),
            ("maxItems", _) => {
                self.min_items(count(value).map(|n| n.saturating_add(1)), false, value, at)
            }
            ("uniqueItems", Value::Bool(true)) => self.items_literal(ArrayLiteral::Unique, true),
            ("uniqueItems", Value::Bool(false)) => Arena::ANY,
            ("prefixItems", Value::Array(list)) => self.prefix(list, at),
            ("items", Value::Array(list)) if self.dialect <= Dialect::Draft201909 => {
                self.prefix(list, at)
            }
            ("items", Value::Object(_) | Value::Bool(_)) => {
                let prefix =
                    all.get("prefixItems").filter(|_| self.dialect == Dialect::Draft202012);
                let from = prefix.and_then(Value::as_array).map_or(0, |list| list.len() as u64);
                self.rest(from, value, at)
            }
            ("additionalItems", _) => match all.get("items") {
                Some(Value::Array(list)) => self.rest(list.len() as u64, value, at),
                _ => Arena::ANY,
            },
            ("contains", _) => self.contains(value, all, at),
            _ => self.malformed(at, value),
        }
    }

    fn items_literal(&mut self, literal: ArrayLiteral, holds: bool) -> NodeId {
        self.arena.when(Literal::Array(literal), holds)
    }

    fn min_items(&mut self, count: Option<u64>, holds: bool, value: &Value, at: &Place) -> NodeId {
        match count {
            Some(0) if holds => Arena::ANY,
            Some(count) => self.items_literal(ArrayLiteral::MinItems(count), holds),
            None => self.malformed(at, value),
        }
    }

    fn prefix(&mut self, list: &[Value], at: &Place) -> NodeId {
        let mut parts = Vec::with_capacity(list.len());
        for (index, schema) in (0..).zip(list) {
            let item = self.part(schema, &at.at(index));
            parts.push(self.each(Span { from: index, to: Some(index + 1) }, item));
        }
        self.arena.all(parts)
    }

    fn rest(&mut self, from: u64, schema: &Value, at: &Place) -> NodeId {
        let item = self.part(schema, at);
        self.each(Span { from, to: None }, item)
    }

    /// Every item of the span satisfies the node.
    pub(super) fn each(&mut self, span: Span, item: NodeId) -> NodeId {
        if item == Arena::ANY {
            return Arena::ANY;
        }
        if item == Arena::NEVER && span.to.is_none() {
            return self.items_literal(ArrayLiteral::MinItems(span.from + 1), false);
        }
        self.items_literal(ArrayLiteral::Each(span, item), true)
    }

    fn contains(&mut self, schema: &Value, all: &Members, at: &Place) -> NodeId {
        let item = self.part(schema, at);
        let counted = self.dialect >= Dialect::Draft201909;
        let bound = |key: &str| all.get(key).filter(|_| counted);
        let min = bound("minContains").map_or(Some(1), count);
        let max = bound("maxContains").map(count);
        let (Some(min), Some(max)) = (min, max.map_or(Some(u64::MAX), |max| max)) else {
            return self.malformed(at, schema);
        };
        let mut parts = Vec::new();
        if min > 0 {
            parts.push(self.items_literal(ArrayLiteral::Count(item, min), true));
        }
        if max < u64::MAX {
            parts.push(self.items_literal(ArrayLiteral::Count(item, max + 1), false));
        }
        self.arena.all(parts)
    }
}
