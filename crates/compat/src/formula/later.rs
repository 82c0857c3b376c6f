//! What is filled in later or never: where recursive references lead, what is not modelled.

use std::collections::HashSet;

use super::arena::{Arena, Opaque};
use super::{AtomId, Kinds, Literal, Node, NodeId, RefId};

impl Arena {
    /// A new place for a recursive reference to lead to.
    pub(crate) fn new_ref(&mut self) -> RefId {
        self.targets.push(None);
        RefId::try_from(self.targets.len() - 1).unwrap_or(RefId::MAX)
    }

    /// The formula that leads there.
    pub(crate) fn reference(&mut self, target: RefId) -> NodeId {
        self.intern(Node::Ref(target, true))
    }

    /// Says where a reference leads.
    pub(crate) fn resolve(&mut self, target: RefId, node: NodeId) {
        if let Some(place) = self.targets.get_mut(target as usize) {
            *place = Some(node);
        }
    }

    /// Where a reference leads.
    pub(crate) fn target(&self, target: RefId) -> Option<NodeId> {
        self.targets.get(target as usize).copied().flatten()
    }

    /// Cuts references that lead back to themselves without a step into a part of the value: what
    /// they mean is left open.
    pub(crate) fn cut_endless(&mut self) {
        for target in 0..self.targets.len() {
            let Some(start) = self.targets.get(target).copied().flatten() else { continue };
            if self.here(start).iter().any(|id| self.leads_to(*id, target)) {
                self.targets[target] = None;
            }
        }
    }

    fn leads_to(&self, id: NodeId, target: usize) -> bool {
        matches!(self.node(id), Node::Ref(to, _) if *to as usize == target)
    }

    /// Every formula that speaks of the same value as this one, references followed.
    fn here(&self, start: NodeId) -> HashSet<NodeId> {
        let (mut open, mut seen) = (vec![start], HashSet::new());
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match self.node(id) {
                Node::All(of) | Node::Some(of) | Node::One(of, _) => open.extend(of.iter()),
                Node::Ref(to, _) => open.extend(self.target(*to)),
                _ => {}
            }
        }
        seen
    }

    /// Whether a formula says something of its value on which engines do not agree.
    pub(crate) fn rests_on_unsettled(&self, id: NodeId) -> bool {
        self.here(id).into_iter().any(|id| match self.node(id) {
            Node::When(Literal::Opaque(_, atom), _) => {
                self.reason(*atom).is_some_and(|why| why.unsettled)
            }
            Node::Ref(to, _) => self.target(*to).is_none(),
            _ => false,
        })
    }

    /// Something that is not modelled; the same `text` is the same condition.
    pub(crate) fn opaque(&mut self, kinds: Kinds, text: &str, why: Opaque) -> NodeId {
        let atom = match self.atoms.get(text) {
            Some(&atom) => atom,
            None => {
                let atom = AtomId::try_from(self.reasons.len()).unwrap_or(AtomId::MAX);
                self.reasons.push(why);
                self.atoms.insert(text.into(), atom);
                atom
            }
        };
        self.when(Literal::Opaque(kinds, atom), true)
    }

    /// Whether anything that was read has a meaning on which engines do not agree.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.reasons.iter().any(|why| why.unsettled) || self.targets.iter().any(Option::is_none)
    }

    /// Why an opaque condition is one.
    pub(crate) fn reason(&self, atom: AtomId) -> Option<&Opaque> {
        self.reasons.get(atom as usize)
    }
}
