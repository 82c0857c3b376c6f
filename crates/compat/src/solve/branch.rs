//! One type of value, one choice after another: literals are collected, clauses are decided or
//! split, until a set of literals is left that the type's own solver decides.

use std::rc::Rc;

use serde_json::Value;

use super::goal::Solver;
use super::{Outcome, Why};
use crate::formula::{Kind, Literal, Node, NodeId};

/// Clauses that are looked through in one step.
const CLAUSES_A_STEP: usize = 32;

/// Where a search stands.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) kind: Kind,
    /// Conditions on a value of this type, each a `When` node.
    pub(super) literals: Vec<NodeId>,
    /// At least one node of each must hold.
    clauses: Vec<Rc<[NodeId]>>,
    /// Everything that was assumed, the literals too, sorted.
    pub(super) held: Vec<NodeId>,
    /// A condition that is not modelled is among the literals.
    doubt: Option<Why>,
}

impl Solver<'_> {
    pub(super) fn of_kind(&mut self, kind: Kind, goal: &[NodeId]) -> Outcome {
        let (literals, clauses, held) = (Vec::new(), Vec::new(), Vec::new());
        let mut branch = Branch { kind, literals, clauses, held, doubt: None };
        if goal.iter().all(|id| self.assume(&mut branch, *id)) {
            self.decide(branch)
        } else {
            Outcome::Empty
        }
    }

    /// Adds a formula; `false` when it contradicts what is there.
    fn assume(&mut self, branch: &mut Branch, id: NodeId) -> bool {
        let node = self.arena.node(id).clone();
        if matches!(node, Node::All(_) | Node::Some(_) | Node::One(..) | Node::Ref(..)) {
            match branch.held.binary_search(&id) {
                Ok(_) => return true,
                Err(place) => branch.held.insert(place, id),
            }
            let opposite = self.arena.not(id);
            if branch.held.binary_search(&opposite).is_ok() {
                return false;
            }
        }
        match node {
            Node::Any => true,
            Node::Never => false,
            Node::Kinds(kinds) => kinds.has(branch.kind),
            Node::All(of) => of.iter().all(|id| self.assume(branch, *id)),
            Node::When(literal, holds) => self.assume_literal(branch, id, &literal, holds),
            Node::Some(of) => {
                branch.clauses.push(of.into());
                true
            }
            Node::One(of, exactly) => {
                let spelt_out = self.spelt_out(id, &of, exactly);
                self.assume(branch, spelt_out)
            }
            Node::Ref(target, holds) => match self.arena.target(target) {
                Some(node) if holds => self.assume(branch, node),
                Some(node) => {
                    let node = self.arena.not(node);
                    self.assume(branch, node)
                }
                None => {
                    branch.doubt = Some(Why::Recursion);
                    true
                }
            },
        }
    }

    fn assume_literal(
        &mut self,
        branch: &mut Branch,
        id: NodeId,
        literal: &Literal,
        holds: bool,
    ) -> bool {
        if !literal.kinds().has(branch.kind) {
            return true;
        }
        let Err(place) = branch.held.binary_search(&id) else { return true };
        let opposite = self.arena.when(literal.clone(), !holds);
        if branch.held.binary_search(&opposite).is_ok() {
            return false;
        }
        branch.held.insert(place, id);
        if let Literal::Opaque(_, atom) = literal {
            let unsettled = self.arena.reason(*atom).is_some_and(|opaque| opaque.unsettled);
            let why = if unsettled { Why::Unsettled(*atom) } else { Why::Atom(*atom) };
            branch.doubt = Some(why.graver(branch.doubt));
        }
        branch.literals.push(id);
        true
    }

    fn decide(&mut self, branch: Branch) -> Outcome {
        self.nested(|solver| solver.decide_here(branch))
    }

    fn decide_here(&mut self, mut branch: Branch) -> Outcome {
        if !self.propagate(&mut branch) {
            return Outcome::Empty;
        }
        let count = branch.clauses.len();
        // Which variant it is decides more than any shorter choice does.
        let tagged = (0..count).find(|at| self.arena.are_tagged(&branch.clauses[*at]));
        let shortest = || (0..count).min_by_key(|at| branch.clauses[*at].len());
        let Some(at) = tagged.or_else(shortest) else {
            let doubt = branch.doubt;
            return self.of_literals(&branch).doubted(doubt);
        };
        if branch.clauses.len() > 1 && self.of_literals(&branch).is_empty() {
            return Outcome::Empty;
        }
        let clause = branch.clauses.swap_remove(at);
        let mut best = Outcome::Empty;
        for way in clause.iter() {
            let mut one = branch.clone();
            if self.assume(&mut one, *way) {
                best = best.or(self.decide(one));
            }
            if matches!(best, Outcome::Found(_) | Outcome::Unknown(Why::Budget)) {
                break;
            }
        }
        best
    }

    /// Drops what holds anyway, takes over what alone is left; `false` on a contradiction.
    fn propagate(&mut self, branch: &mut Branch) -> bool {
        loop {
            self.walked(branch.clauses.len() / CLAUSES_A_STEP);
            let shape = self.shape(branch);
            let mut forced = Vec::new();
            let mut left = Vec::with_capacity(branch.clauses.len());
            for clause in std::mem::take(&mut branch.clauses) {
                let Some(ways) = self.open_ways(branch, &shape, &clause) else { continue };
                match ways.as_slice() {
                    [] => return false,
                    [only] => forced.push(*only),
                    _ if ways.len() == clause.len() => left.push(clause),
                    _ => left.push(ways.into()),
                }
            }
            branch.clauses = left;
            if forced.is_empty() {
                return true;
            }
            if !forced.into_iter().all(|id| self.assume(branch, id)) {
                return false;
            }
        }
    }

    /// The values that satisfy the literals, clauses aside.
    fn of_literals(&mut self, branch: &Branch) -> Outcome {
        match branch.kind {
            Kind::Null => Outcome::found(Value::Null),
            Kind::Boolean => Outcome::found(Value::Bool(self.truth(branch))),
            Kind::Number => {
                let literals = self.numbers(branch);
                super::number::solve(&literals)
            }
            Kind::String => {
                let literals = self.texts(branch);
                self.text(&literals)
            }
            Kind::Array => self.array(branch),
            Kind::Object => self.object(branch),
        }
    }

    fn truth(&self, branch: &Branch) -> bool {
        let is = |id: &NodeId| matches!(self.arena.node(*id), Node::When(Literal::True, false));
        !branch.literals.iter().any(is)
    }
}
