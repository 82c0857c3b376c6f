//! `oneOf`: exactly one of several, spelt out by which of them overlap. Branches that a member
//! tells apart, as the variants of an enum, are not compared two by two.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::goal::Solver;
use crate::formula::{Arena, Keys, Kind, Kinds, Literal, Node, NodeId, ObjectLiteral, TextLiteral};

/// Steps that the question whether two branches overlap may take.
const OVERLAP_STEPS: u64 = 20_000;

impl Solver<'_> {
    /// Exactly one of them (or, when the flag is not set, none or several) as a plain formula.
    pub(super) fn spelt_out(&mut self, id: NodeId, of: &[NodeId], exactly: bool) -> NodeId {
        if let Some(&known) = self.spelt.get(&id) {
            return known;
        }
        let any = self.arena.some(of.iter().copied());
        let Some(overlaps) = self.overlaps(of) else {
            // The steps are spent, and nothing will be concluded: what holds in any case does.
            return if exactly { any } else { Arena::ANY };
        };
        let twice = self.arena.some(overlaps);
        let once = self.arena.not(twice);
        let one = self.arena.all([any, once]);
        let spelt = if exactly { one } else { self.arena.not(one) };
        if self.asking.is_empty() {
            self.spelt.insert(id, spelt);
        }
        spelt
    }

    /// Every two of them that are not proved to be disjoint; `None` when the steps are spent.
    fn overlaps(&mut self, of: &[NodeId]) -> Option<Vec<NodeId>> {
        let mut overlaps = Vec::new();
        if self.are_tagged(of) {
            return Some(overlaps);
        }
        for (at, a) in of.iter().enumerate() {
            for b in of.iter().skip(at + 1) {
                if !self.step() {
                    return None;
                }
                if !self.are_disjoint(*a, *b) {
                    overlaps.push(self.arena.all([*a, *b]));
                }
            }
        }
        Some(overlaps)
    }

    /// Whether each is an object with the same required member, fixed to another text in each.
    pub(super) fn are_tagged(&self, of: &[NodeId]) -> bool {
        let Some(first) = of.first() else { return false };
        self.tags(*first).into_iter().any(|(name, _)| {
            let tag = |id: &NodeId| self.tags(*id).into_iter().find(|(other, _)| *other == name);
            let mut seen = BTreeSet::new();
            of.iter().all(|id| tag(id).is_some_and(|(_, word)| seen.insert(word)))
        })
    }

    /// Required members of an object that are fixed to one text, with the text.
    fn tags(&self, id: NodeId) -> Vec<(Rc<str>, Rc<str>)> {
        let Node::All(parts) = self.arena.node(id) else { return Vec::new() };
        let object = Node::Kinds(Kinds::of(Kind::Object));
        if !parts.iter().any(|part| *self.arena.node(*part) == object) {
            return Vec::new();
        }
        let literal = |part: &NodeId| match self.arena.node(*part) {
            Node::When(Literal::Object(literal), true) => Some(literal),
            _ => None,
        };
        let needed = |name: &Rc<str>| {
            let is = |l: &ObjectLiteral| matches!(l, ObjectLiteral::Has(has) if has == name);
            parts.iter().filter_map(literal).any(is)
        };
        let tag = |literal: &ObjectLiteral| match literal {
            ObjectLiteral::Each(Keys::Name(name), node) => {
                Some((Rc::clone(name), self.word(*node)?)).filter(|(name, _)| needed(name))
            }
            _ => None,
        };
        parts.iter().filter_map(literal).filter_map(tag).collect()
    }

    /// Whether one of the nodes is satisfied by one text alone, and this one by another alone.
    pub(super) fn is_other_word(&self, nodes: &[NodeId], node: NodeId) -> bool {
        let Some(word) = self.word(node) else { return false };
        nodes.iter().filter_map(|node| self.word(*node)).any(|other| other != word)
    }

    /// The only text that may satisfy a node, where it plainly says so.
    fn word(&self, id: NodeId) -> Option<Rc<str>> {
        let Node::All(parts) = self.arena.node(id) else { return None };
        let text = Node::Kinds(Kinds::of(Kind::String));
        let is_text = parts.iter().any(|part| *self.arena.node(*part) == text);
        parts.iter().filter(|_| is_text).find_map(|part| match self.arena.node(*part) {
            Node::When(Literal::Text(TextLiteral::OneOf(words)), true) => match &**words {
                [word] => Some(Rc::clone(word)),
                _ => None,
            },
            _ => None,
        })
    }

    /// Whether it is proved, whatever else is open, that no value satisfies both.
    fn are_disjoint(&mut self, a: NodeId, b: NodeId) -> bool {
        let pair = (a.min(b), a.max(b));
        if let Some(&known) = self.disjoint.get(&pair) {
            return known;
        }
        if !self.asking.insert(pair) {
            return false;
        }
        let open = std::mem::take(&mut self.open);
        let leans = std::mem::take(&mut self.leans);
        let aside = self.memory.put_aside();
        let limit = self.limit;
        self.limit = limit.min(self.steps() + OVERLAP_STEPS);
        let disjoint = self.solve(&[a, b]).is_empty();
        let spent = !disjoint && self.steps() >= limit;
        self.memory.take_back(aside);
        (self.open, self.leans, self.limit) = (open, leans, limit);
        self.asking.remove(&pair);
        if !spent {
            self.disjoint.insert(pair, disjoint);
        }
        disjoint
    }
}
