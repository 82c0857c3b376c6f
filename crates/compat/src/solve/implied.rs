//! What the conditions on an object or an array imply about one more of them.

use std::rc::Rc;

use super::array::ArrayShape;
use super::goal::Solver;
use super::object::ObjectShape;
use crate::formula::{Arena, ArrayLiteral, Keys, NodeId, ObjectLiteral};

impl Solver<'_> {
    /// Whether the nodes and this one more contradict each other.
    fn excluded(&mut self, nodes: &[NodeId], node: NodeId) -> bool {
        let mut nodes = nodes.to_vec();
        nodes.push(node);
        self.solve(&nodes).is_empty()
    }

    /// The same, never on the word of a goal that is still open.
    fn surely_excluded(&mut self, nodes: &[NodeId], node: NodeId) -> bool {
        let mut nodes = nodes.to_vec();
        nodes.push(node);
        let (outcome, leaning) = self.solve_leaning(&nodes);
        outcome.is_empty() && !leaning
    }

    /// Whether no value of the nodes satisfies this one; what thereby holds must be sure of it.
    fn refuted(&mut self, nodes: &[NodeId], node: NodeId, holds: bool) -> bool {
        if holds { self.excluded(nodes, node) } else { self.surely_excluded(nodes, node) }
    }

    /// Whether every value of the nodes satisfies this one; never on the word of an open goal.
    fn follows(&mut self, nodes: &[NodeId], node: NodeId) -> bool {
        let not = self.arena.not(node);
        nodes.contains(&node) || self.surely_excluded(nodes, not)
    }

    pub(super) fn of_members(
        &mut self,
        shape: &ObjectShape,
        literal: &ObjectLiteral,
        holds: bool,
    ) -> Option<bool> {
        match literal {
            ObjectLiteral::MinProperties(count) => {
                let least = shape.min.max(shape.required.len() as u64);
                within(least, shape.max, *count).map(|is| is == holds)
            }
            ObjectLiteral::Has(name) => self.has_member(shape, name).map(|has| has == holds),
            ObjectLiteral::Each(Keys::In(_), _) => None,
            ObjectLiteral::Each(Keys::Name(name), node) => {
                let there = self.has_member(shape, name);
                if there == Some(false) {
                    return Some(holds);
                }
                let nodes = self.member_nodes(shape, name);
                if there == Some(true) && self.is_other_word(&nodes, *node) {
                    return Some(!holds);
                }
                let not = self.arena.not(*node);
                if there == Some(true) && self.refuted(&nodes, *node, holds) {
                    return Some(!holds);
                }
                if holds && self.follows(&nodes, *node) || !holds && self.excluded(&nodes, not) {
                    return Some(holds);
                }
                None
            }
        }
    }

    /// Whether the member is there, as far as the shape says.
    fn has_member(&mut self, shape: &ObjectShape, name: &Rc<str>) -> Option<bool> {
        if shape.required.contains(name) {
            return Some(true);
        }
        if shape.absent.contains(name) || shape.max == Some(shape.required.len() as u64) {
            return Some(false);
        }
        let nodes = self.member_nodes(shape, name);
        self.surely_excluded(&nodes, Arena::ANY).then_some(false)
    }

    pub(super) fn of_items(
        &mut self,
        shape: &ArrayShape,
        literal: &ArrayLiteral,
        holds: bool,
    ) -> Option<bool> {
        match literal {
            ArrayLiteral::MinItems(count) => {
                within(shape.min, shape.max, *count).map(|is| is == holds)
            }
            ArrayLiteral::Count(_, count) => {
                shape.max.is_some_and(|max| max < *count).then_some(!holds)
            }
            ArrayLiteral::Unique => shape.max.is_some_and(|max| max < 2).then_some(holds),
            ArrayLiteral::Each(span, node) => {
                if shape.max.is_some_and(|max| max <= span.from) {
                    return Some(holds);
                }
                let first = shape.item_nodes(span.from);
                if shape.min > span.from && self.refuted(&first, *node, holds) {
                    return Some(!holds);
                }
                let last = span.to.unwrap_or(u64::MAX).min(shape.tail().max(span.from) + 1);
                if last - span.from > 16 {
                    return None;
                }
                let not = self.arena.not(*node);
                let all = (span.from..last).all(|at| {
                    let nodes = shape.item_nodes(at);
                    if holds { self.follows(&nodes, *node) } else { self.excluded(&nodes, not) }
                });
                all.then_some(holds)
            }
        }
    }
}

/// Whether a count that lies between the two is at least so much.
fn within(min: u64, max: Option<u64>, count: u64) -> Option<bool> {
    if min >= count {
        return Some(true);
    }
    max.is_some_and(|max| max < count).then_some(false)
}
