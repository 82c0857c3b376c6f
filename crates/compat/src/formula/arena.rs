//! The store of formulas: interning, simplification, negation, recursive references.

use std::collections::HashMap;
use std::rc::Rc;

use super::{AtomId, Kinds, Literal, Node, NodeId};
use crate::hash::Quick;
use crate::regular::Regular;

/// Every formula of a comparison, both schemas in one store, so that equal parts are equal ids.
#[derive(Debug)]
pub(crate) struct Arena {
    nodes: Vec<Node>,
    ids: HashMap<Node, NodeId, Quick>,
    negations: HashMap<NodeId, NodeId, Quick>,
    pub(super) targets: Vec<Option<NodeId>>,
    pub(super) atoms: HashMap<Rc<str>, AtomId>,
    pub(super) reasons: Vec<Opaque>,
    /// The languages that literals name.
    pub(crate) regular: Regular,
}

/// Why something is not modelled, and where it was first met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opaque {
    /// The reason, for people.
    pub(crate) reason: String,
    /// The schema pointer.
    pub(crate) pointer: String,
    /// Whether engines do not even agree on what it means.
    pub(crate) unsettled: bool,
}

impl Arena {
    /// Every value.
    pub(crate) const ANY: NodeId = 0;
    /// No value.
    pub(crate) const NEVER: NodeId = 1;

    /// A store of the two named formulas.
    pub(crate) fn new() -> Self {
        let mut arena = Arena {
            nodes: Vec::new(),
            ids: HashMap::default(),
            negations: HashMap::default(),
            targets: Vec::new(),
            atoms: HashMap::new(),
            reasons: Vec::new(),
            regular: Regular::new(),
        };
        arena.intern(Node::Any);
        arena.intern(Node::Never);
        arena
    }

    /// The formula behind an id.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn intern(&mut self, node: Node) -> NodeId {
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(node.clone());
        self.ids.insert(node, id);
        id
    }

    /// The value is of one of these types.
    pub(crate) fn kinds(&mut self, kinds: Kinds) -> NodeId {
        match kinds {
            Kinds::ALL => Self::ANY,
            Kinds::NONE => Self::NEVER,
            kinds => self.intern(Node::Kinds(kinds)),
        }
    }

    /// When the value is of the literal's type, the literal holds (or does not).
    pub(crate) fn when(&mut self, literal: Literal, holds: bool) -> NodeId {
        self.intern(Node::When(literal, holds))
    }

    /// All of them at once.
    pub(crate) fn all(&mut self, of: impl IntoIterator<Item = NodeId>) -> NodeId {
        let (mut flat, mut kinds) = (Vec::new(), Kinds::ALL);
        for id in of {
            match self.node(id) {
                Node::All(inner) => flat.extend(inner.iter().copied()),
                _ => flat.push(id),
            }
        }
        flat.retain(|id| match &self.nodes[*id as usize] {
            Node::Kinds(own) => {
                kinds = kinds.and(*own);
                false
            }
            _ => true,
        });
        if kinds != Kinds::ALL {
            flat.retain(|id| match &self.nodes[*id as usize] {
                Node::When(literal, _) => literal.kinds().and(kinds) != Kinds::NONE,
                _ => true,
            });
            flat.push(self.kinds(kinds));
        }
        self.settle(flat, Self::ANY, Self::NEVER, Node::All)
    }

    /// At least one of them.
    pub(crate) fn some(&mut self, of: impl IntoIterator<Item = NodeId>) -> NodeId {
        let (mut flat, mut kinds) = (Vec::new(), Kinds::NONE);
        for id in of {
            match self.node(id) {
                Node::Some(inner) => flat.extend(inner.iter().copied()),
                _ => flat.push(id),
            }
        }
        flat.retain(|id| match &self.nodes[*id as usize] {
            Node::Kinds(own) => {
                kinds = kinds.or(*own);
                false
            }
            _ => true,
        });
        if kinds != Kinds::NONE {
            flat.push(self.kinds(kinds));
        }
        self.settle(flat, Self::NEVER, Self::ANY, Node::Some)
    }

    fn settle(
        &mut self,
        mut of: Vec<NodeId>,
        unit: NodeId,
        zero: NodeId,
        make: fn(Box<[NodeId]>) -> Node,
    ) -> NodeId {
        of.sort_unstable();
        of.dedup();
        of.retain(|id| *id != unit);
        if of.contains(&zero) {
            return zero;
        }
        match of.as_slice() {
            [] => unit,
            [one] => *one,
            _ => self.intern(make(of.into_boxed_slice())),
        }
    }

    /// Exactly one of them.
    pub(crate) fn one(&mut self, mut of: Vec<NodeId>) -> NodeId {
        of.retain(|id| *id != Self::NEVER);
        match of.as_slice() {
            [] => Self::NEVER,
            [one] => *one,
            // Not sorted away: a branch that stands twice can never be the only one.
            _ => {
                of.sort_unstable();
                self.intern(Node::One(of.into_boxed_slice(), true))
            }
        }
    }

    /// Everything else.
    pub(crate) fn not(&mut self, id: NodeId) -> NodeId {
        if let Some(&known) = self.negations.get(&id) {
            return known;
        }
        let negated = match self.node(id).clone() {
            Node::Any => Self::NEVER,
            Node::Never => Self::ANY,
            Node::Kinds(kinds) => self.kinds(kinds.complement()),
            Node::All(of) => {
                let of: Vec<_> = of.iter().map(|id| self.not(*id)).collect();
                self.some(of)
            }
            Node::Some(of) => {
                let of: Vec<_> = of.iter().map(|id| self.not(*id)).collect();
                self.all(of)
            }
            Node::One(of, exactly) => self.intern(Node::One(of, !exactly)),
            Node::Ref(target, holds) => self.intern(Node::Ref(target, !holds)),
            Node::When(literal, holds) => {
                let kinds = self.kinds(literal.kinds());
                let other = self.when(literal, !holds);
                self.all([kinds, other])
            }
        };
        self.negations.insert(id, negated);
        negated
    }
}
