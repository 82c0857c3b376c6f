//! `unevaluatedProperties` and `unevaluatedItems`, and what a writer emits: members and items that
//! nothing beside has judged, case by case.

use serde_json::Value;

use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, Keys, Kind, Kinds, NodeId, Span};
use crate::regular::Regular;

impl Reader<'_> {
    pub(super) fn unevaluated_properties(
        &mut self,
        value: &Value,
        all: &Members,
        place: &Place,
    ) -> NodeId {
        let at = place.at("unevaluatedProperties");
        let Some(cases) = self.cases(all, place, Some("unevaluatedProperties"), 0) else {
            return self.undecided(value, all, Kind::Object, &at);
        };
        let rest = self.part(value, &at);
        let mut ways = Vec::with_capacity(cases.len());
        for case in cases {
            let names = self.arena.regular.not(case.names);
            let closed = self.members(Keys::In(names), rest);
            ways.push(self.arena.all([case.condition, closed]));
        }
        self.arena.some(ways)
    }

    pub(super) fn unevaluated_items(
        &mut self,
        value: &Value,
        all: &Members,
        place: &Place,
    ) -> NodeId {
        let at = place.at("unevaluatedItems");
        let Some(cases) = self.cases(all, place, Some("unevaluatedItems"), 0) else {
            return self.undecided(value, all, Kind::Array, &at);
        };
        let rest = self.part(value, &at);
        let mut ways = Vec::with_capacity(cases.len());
        for case in cases {
            let closed = if case.items == u64::MAX {
                Arena::ANY
            } else {
                let item = self.arena.some([case.matching, rest]);
                self.each(Span { from: case.items, to: None }, item)
            };
            ways.push(self.arena.all([case.condition, closed]));
        }
        self.arena.some(ways)
    }

    fn undecided(&mut self, value: &Value, all: &Members, kind: Kind, at: &Place) -> NodeId {
        // What it means depends on everything beside it and on where references lead.
        let text = serde_json::json!([value, all, at.pointer, self.document]);
        let why = "what stands beside it judges too many different sets of parts";
        self.opaque(at, Kinds::of(kind), &text, why)
    }

    /// Closes an object whose members are declared: a writer emits no others.
    pub(super) fn close(&mut self, node: NodeId, schema: &Value, place: &Place) -> NodeId {
        let Value::Object(members) = schema else { return node };
        let Some(cases) = self.cases(members, place, None, 0) else {
            let why = "the members that a writer emits differ in too many ways";
            let closed = self.opaque(place, Kinds::of(Kind::Object), schema, why);
            return self.arena.all([node, closed]);
        };
        let (silent, declaring): (Vec<_>, Vec<_>) =
            cases.into_iter().partition(|case| case.names == Regular::NOTHING);
        let declared = self.arena.some(declaring.iter().map(|case| case.condition));
        let undeclared = self.arena.not(declared);
        let mut ways = Vec::with_capacity(silent.len() + declaring.len());
        for case in declaring {
            let names = self.arena.regular.not(case.names);
            let closed = self.members(Keys::In(names), Arena::NEVER);
            ways.push(self.arena.all([case.condition, closed]));
        }
        for case in silent {
            // An object that declares nothing is one of which nothing is known; it does so only
            // where no branch holds that declares something.
            ways.push(self.arena.all([case.condition, undeclared]));
        }
        let closed = self.arena.some(ways);
        self.arena.all([node, closed])
    }
}
