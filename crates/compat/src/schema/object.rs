//! Keywords that speak of objects.

use std::rc::Rc;

use serde_json::Value;

use super::number::count;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, Keys, Kind, Kinds, Literal, NodeId, ObjectLiteral};
use crate::regular::{ExprId, Regular};

impl Reader<'_> {
    pub(super) fn member(
        &mut self,
        keyword: &str,
        value: &Value,
        all: &Members,
        at: &Place,
    ) -> NodeId {
        match (keyword, value) {
            // Draft 3 wrote a truth value here; draft 4 takes an array alone.
            ("required", Value::Array(names)) => self.required(names),
            ("minProperties", _) => self.min_properties(count(value), true, value, at),
            ("maxProperties", _) => {
                self.min_properties(count(value).map(|n| n.saturating_add(1)), false, value, at)
            }
            ("properties", Value::Object(map)) => self.properties(map, at),
            ("patternProperties", Value::Object(map)) => self.pattern_properties(map, value, at),
            ("additionalProperties", _) => self.additional_properties(value, all, at),
            ("propertyNames", _) => self.property_names(value, at),
            ("dependencies" | "dependentRequired" | "dependentSchemas", Value::Object(map)) => {
                self.dependencies(map, at)
            }
            _ => self.malformed(at, value),
        }
    }

    fn members_literal(&mut self, literal: ObjectLiteral, holds: bool) -> NodeId {
        self.arena.when(Literal::Object(literal), holds)
    }

    fn min_properties(
        &mut self,
        count: Option<u64>,
        holds: bool,
        value: &Value,
        at: &Place,
    ) -> NodeId {
        match count {
            Some(0) if holds => Arena::ANY,
            Some(count) => self.members_literal(ObjectLiteral::MinProperties(count), holds),
            None => self.malformed(at, value),
        }
    }

    fn required(&mut self, names: &[Value]) -> NodeId {
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        let has = |name: &str| ObjectLiteral::Has(name.into());
        let parts: Vec<_> =
            names.iter().map(|name| self.members_literal(has(name), true)).collect();
        self.arena.all(parts)
    }

    fn properties(&mut self, map: &Members, at: &Place) -> NodeId {
        let mut parts = Vec::with_capacity(map.len());
        for (name, schema) in map {
            let node = self.part(schema, &at.at(name));
            parts.push(self.members(Keys::Name(name.as_str().into()), node));
        }
        self.arena.all(parts)
    }

    /// Every such member satisfies the node.
    pub(super) fn members(&mut self, keys: Keys, node: NodeId) -> NodeId {
        match (&keys, node) {
            (_, Arena::ANY) | (Keys::In(Regular::NOTHING), _) => Arena::ANY,
            (Keys::In(Regular::ALL), Arena::NEVER) => {
                self.members_literal(ObjectLiteral::MinProperties(1), false)
            }
            (Keys::Name(name), Arena::NEVER) => {
                let name = Rc::clone(name);
                self.members_literal(ObjectLiteral::Has(name), false)
            }
            _ => self.members_literal(ObjectLiteral::Each(keys, node), true),
        }
    }

    fn pattern_properties(&mut self, map: &Members, value: &Value, at: &Place) -> NodeId {
        let mut parts = Vec::with_capacity(map.len());
        for (pattern, schema) in map {
            let Ok(language) = self.arena.regular.pattern(pattern) else {
                let why = format!("the name pattern `{pattern}` is not modelled");
                return self.opaque(at, Kinds::of(Kind::Object), value, &why);
            };
            let node = self.part(schema, &at.at(pattern));
            parts.push(self.members(Keys::In(language), node));
        }
        self.arena.all(parts)
    }

    fn additional_properties(&mut self, value: &Value, all: &Members, at: &Place) -> NodeId {
        let Some(named) = self.named(all) else {
            let beside = ["properties", "patternProperties"].map(|k| all.get(k).cloned());
            let text = serde_json::json!([value, beside]);
            let why = "a name pattern beside it is not modelled";
            return self.opaque(at, Kinds::of(Kind::Object), &text, why);
        };
        let node = self.part(value, at);
        let rest = self.arena.regular.not(named);
        self.members(Keys::In(rest), node)
    }

    /// The names that `properties` and `patternProperties` speak of.
    pub(super) fn named(&mut self, all: &Members) -> Option<ExprId> {
        let mut named = Vec::new();
        for name in all.get("properties").and_then(Value::as_object).into_iter().flatten() {
            named.push(self.arena.regular.literal(name.0));
        }
        for name in all.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            named.push(self.arena.regular.pattern(name.0).ok()?);
        }
        Some(self.arena.regular.alt(named))
    }

    fn property_names(&mut self, value: &Value, at: &Place) -> NodeId {
        let node = self.part(value, at);
        match self.language(node) {
            Some(language) => {
                let outside = self.arena.regular.not(language);
                self.members(Keys::In(outside), Arena::NEVER)
            }
            None => {
                let why = "names are restricted in a way that is not modelled";
                let kinds = Kinds::of(Kind::Object);
                let unsettled = self.arena.rests_on_unsettled(node);
                self.open_condition((at, kinds, unsettled), value, why)
            }
        }
    }

    fn dependencies(&mut self, map: &Members, at: &Place) -> NodeId {
        let mut parts = Vec::with_capacity(map.len());
        for (name, then) in map {
            let then = match then {
                Value::Array(names) => self.required(names),
                schema => self.here(schema, &at.at(name)),
            };
            let absent = self.members_literal(ObjectLiteral::Has(name.as_str().into()), false);
            // Of a value that is no object neither side says anything.
            parts.push(self.arena.some([absent, then]));
        }
        self.arena.all(parts)
    }
}
