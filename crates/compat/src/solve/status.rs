//! What a branch already says about a formula: it holds, it cannot hold, or neither.

use std::rc::Rc;

use super::array::ArrayShape;
use super::branch::Branch;
use super::goal::Solver;
use super::object::ObjectShape;
use crate::formula::{
    Arena, ArrayLiteral, Keys, Kind, Literal, Node, NodeId, NumberLiteral, ObjectLiteral,
    TextLiteral,
};

/// The literals of a branch, sorted out for the type at hand.
#[derive(Debug)]
pub(super) enum Shape {
    /// Nothing to ask beyond the literals themselves.
    Plain,
    Numbers(Vec<(NumberLiteral, bool)>),
    Texts(Vec<(TextLiteral, bool)>),
    Array(ArrayShape),
    Object(ObjectShape),
    /// They contradict each other.
    Clash,
}

impl Solver<'_> {
    pub(super) fn shape(&mut self, branch: &Branch) -> Shape {
        match branch.kind {
            Kind::Null | Kind::Boolean => Shape::Plain,
            Kind::Number => Shape::Numbers(self.numbers(branch)),
            Kind::String => Shape::Texts(self.texts(branch)),
            Kind::Array => self.array_shape(branch).map_or(Shape::Clash, Shape::Array),
            Kind::Object => self.object_shape(branch).map_or(Shape::Clash, Shape::Object),
        }
    }

    /// The ways of a clause that are still open; `None` when one of them holds anyway.
    pub(super) fn open_ways(
        &mut self,
        branch: &Branch,
        shape: &Shape,
        clause: &[NodeId],
    ) -> Option<Vec<NodeId>> {
        // What the literals say outright comes first: it spares the questions below.
        let mut open = Vec::with_capacity(clause.len());
        for way in clause {
            match self.said(branch, *way) {
                Some(true) => return None,
                Some(false) => {}
                None => open.push(*way),
            }
        }
        let mut ways = Vec::with_capacity(open.len());
        for way in open {
            match self.status(branch, shape, way) {
                Some(true) => return None,
                Some(false) => {}
                None => ways.push(way),
            }
        }
        Some(ways)
    }

    /// Whether the very formula, or its opposite, was assumed.
    fn stated(&mut self, branch: &Branch, id: NodeId) -> Option<bool> {
        let node = self.arena.node(id);
        if !matches!(node, Node::All(_) | Node::Some(_) | Node::One(..) | Node::Ref(..)) {
            return None;
        }
        if branch.held.binary_search(&id).is_ok() {
            return Some(true);
        }
        let opposite = self.arena.not(id);
        branch.held.binary_search(&opposite).is_ok().then_some(false)
    }

    /// By types and by what was assumed, as it stands.
    fn said(&mut self, branch: &Branch, id: NodeId) -> Option<bool> {
        if let Some(stated) = self.stated(branch, id) {
            return Some(stated);
        }
        match self.arena.node(id).clone() {
            Node::Any => Some(true),
            Node::Never => Some(false),
            Node::Kinds(kinds) => Some(kinds.has(branch.kind)),
            Node::When(literal, _) if !literal.kinds().has(branch.kind) => Some(true),
            Node::When(..) if branch.held.binary_search(&id).is_ok() => Some(true),
            Node::When(literal, holds) => {
                let opposite = self.arena.when(literal, !holds);
                branch.held.binary_search(&opposite).is_ok().then_some(false)
            }
            Node::All(of) => every(of.iter().map(|id| self.said(branch, *id))),
            Node::Some(of) => any(of.iter().map(|id| self.said(branch, *id))),
            Node::One(..) | Node::Ref(..) => None,
        }
    }

    /// By what the literals imply.
    fn status(&mut self, branch: &Branch, shape: &Shape, id: NodeId) -> Option<bool> {
        if let Some(stated) = self.stated(branch, id) {
            return Some(stated);
        }
        match self.arena.node(id).clone() {
            Node::When(literal, holds) => {
                self.said(branch, id).or_else(|| self.implied(shape, &literal, holds))
            }
            Node::All(of) => every(of.iter().map(|id| self.status(branch, shape, *id))),
            Node::Some(of) => any(of.iter().map(|id| self.status(branch, shape, *id))),
            Node::One(of, exactly) => {
                let spelt_out = self.spelt_out(id, &of, exactly);
                self.status(branch, shape, spelt_out)
            }
            _ => self.said(branch, id),
        }
    }

    fn implied(&mut self, shape: &Shape, literal: &Literal, holds: bool) -> Option<bool> {
        match (shape, literal) {
            (Shape::Clash, _) => Some(false),
            (Shape::Numbers(known), Literal::Number(literal)) => {
                let with = |holds| {
                    let mut all = known.clone();
                    all.push((literal.clone(), holds));
                    super::number::solve(&all).is_empty()
                };
                if with(holds) { Some(false) } else { with(!holds).then_some(true) }
            }
            (Shape::Texts(known), Literal::Text(literal)) => {
                let mut all = known.clone();
                all.push((literal.clone(), holds));
                self.text(&all).is_empty().then_some(false)
            }
            (Shape::Array(shape), Literal::Array(literal)) => self.of_items(shape, literal, holds),
            (Shape::Object(shape), Literal::Object(literal)) => {
                self.of_members(shape, literal, holds)
            }
            _ => None,
        }
    }

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

    fn of_members(
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

    fn of_items(
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

fn every(of: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for one in of {
        match one {
            Some(false) => return Some(false),
            Some(true) => {}
            None => all = None,
        }
    }
    all
}

fn any(of: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut some = Some(false);
    for one in of {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => some = None,
        }
    }
    some
}
