//! Keywords that combine schemas.

use serde_json::Value;

use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, NodeId};

impl Reader<'_> {
    pub(super) fn logic(
        &mut self,
        keyword: &str,
        value: &Value,
        all: &Members,
        place: &Place,
    ) -> NodeId {
        let at = place.at(keyword);
        match (keyword, value) {
            ("allOf", Value::Array(list)) => {
                let each = self.branches(list, &at);
                self.arena.all(each)
            }
            ("anyOf", Value::Array(list)) => {
                let each = self.branches(list, &at);
                self.arena.some(each)
            }
            ("oneOf", Value::Array(list)) => {
                let each = self.branches(list, &at);
                self.arena.one(each)
            }
            ("not", schema) => {
                let node = self.judged(schema, &at);
                self.arena.not(node)
            }
            ("if", schema) => self.conditional(schema, all, place),
            _ => self.malformed(&at, value),
        }
    }

    pub(super) fn branches(&mut self, list: &[Value], at: &Place) -> Vec<NodeId> {
        (0..)
            .zip(list)
            .map(|(index, schema): (usize, _)| self.here(schema, &at.at(index)))
            .collect()
    }

    /// A schema that only asks: nothing a writer emits is declared by it.
    pub(super) fn judged(&mut self, schema: &Value, at: &Place) -> NodeId {
        let closed = std::mem::replace(&mut self.closed, false);
        let node = self.here(schema, at);
        self.closed = closed;
        node
    }

    fn conditional(&mut self, condition: &Value, all: &Members, place: &Place) -> NodeId {
        let mut branch = |name: &str| match all.get(name) {
            Some(schema) => self.here(schema, &place.at(name)),
            None => Arena::ANY,
        };
        let (then, otherwise) = (branch("then"), branch("else"));
        let condition = self.judged(condition, &place.at("if"));
        let unless = self.arena.not(condition);
        let first = self.arena.some([unless, then]);
        let second = self.arena.some([condition, otherwise]);
        self.arena.all([first, second])
    }
}
