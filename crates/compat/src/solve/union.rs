//! `oneOf`: exactly one of several, spelt out by which of them overlap. Branches that a member
//! tells apart, as the variants of an enum, are not compared two by two.

use super::goal::Solver;
use crate::formula::{Arena, NodeId};

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
        if self.arena.are_tagged(of) {
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

    /// Whether one of the nodes is satisfied by one text alone, and this one by another alone.
    pub(super) fn is_other_word(&self, nodes: &[NodeId], node: NodeId) -> bool {
        let Some(word) = self.arena.word(node) else { return false };
        nodes.iter().filter_map(|node| self.arena.word(*node)).any(|other| other != word)
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
