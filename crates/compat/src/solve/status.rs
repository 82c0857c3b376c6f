//! What a branch already says about a formula: it holds, it cannot hold, or neither.

use super::array::ArrayShape;
use super::branch::Branch;
use super::goal::Solver;
use super::object::ObjectShape;
use crate::formula::{
    Keys, Kind, Literal, Node, NodeId, NumberLiteral, ObjectLiteral, TextLiteral,
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
            match self.said(branch, *way).or_else(|| self.told_by_tag(shape, *way)) {
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

    /// By a member that is there and fixed to one text, where the formula fixes it to another:
    /// another variant of an enum, of whose members nothing is asked then.
    fn told_by_tag(&self, shape: &Shape, id: NodeId) -> Option<bool> {
        let Shape::Object(object) = shape else { return None };
        match self.arena.node(id) {
            Node::All(of) => {
                let other = of.iter().any(|id| self.told_by_tag(shape, *id) == Some(false));
                other.then_some(false)
            }
            Node::Some(of) => {
                let other = of.iter().any(|id| self.told_by_tag(shape, *id) == Some(true));
                other.then_some(true)
            }
            Node::When(Literal::Object(ObjectLiteral::Each(Keys::Name(name), node)), holds) => {
                let known = object.named.get(name).filter(|_| object.required.contains(name))?;
                self.is_other_word(known, *node).then_some(!holds)
            }
            _ => None,
        }
    }

    /// By what the literals imply.
    fn status(&mut self, branch: &Branch, shape: &Shape, id: NodeId) -> Option<bool> {
        let plain = self.stated(branch, id).or_else(|| self.told_by_tag(shape, id));
        if plain.is_some() {
            return plain;
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
