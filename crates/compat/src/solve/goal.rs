//! Goals: conjunctions of formulas, remembered, and recursion by induction on the value's height.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::memory::{Goal, Leans, Memory};
use super::{Outcome, Why};
use crate::formula::{Arena, Kind, Node, NodeId};
use crate::hash::Quick;
use crate::schema::one_of;

/// Goals open above one another before the search gives up.
const MAX_DEPTH: usize = Leans::DEPTHS - 8;

/// Calls open above one another, of any kind, before the search gives up; the stack that
/// `compare` provides holds more.
const MAX_CALLS: usize = 4_000;

/// Whether a string has a format, as the validator sees it.
pub(crate) trait FormatCheck {
    /// `None` when the validator does not know.
    fn has(&self, format: &str, text: &str) -> Option<bool>;
}

/// Decides goals over one store of formulas.
pub(crate) struct Solver<'a> {
    pub(crate) arena: &'a mut Arena,
    pub(super) formats: &'a dyn FormatCheck,
    pub(super) memory: Memory,
    pub(super) open: HashMap<Goal, usize, Quick>,
    /// The open goals that the answer at hand leans on so far.
    pub(super) leans: Leans,
    pub(super) disjoint: HashMap<(NodeId, NodeId), bool, Quick>,
    pub(super) asking: HashSet<(NodeId, NodeId)>,
    pub(super) spelt: HashMap<NodeId, NodeId, Quick>,
    calls: usize,
    steps: u64,
    pub(super) limit: u64,
}

impl<'a> Solver<'a> {
    /// A solver that may take no step yet.
    pub(crate) fn new(arena: &'a mut Arena, formats: &'a dyn FormatCheck) -> Self {
        Solver {
            arena,
            formats,
            memory: Memory::default(),
            open: HashMap::default(),
            leans: Leans::default(),
            disjoint: HashMap::default(),
            asking: HashSet::new(),
            spelt: HashMap::default(),
            calls: 0,
            steps: 0,
            limit: 0,
        }
    }

    /// Allows so many steps from here on, and no more.
    pub(crate) fn allow(&mut self, steps: u64) {
        self.limit = self.steps().saturating_add(steps);
    }

    /// Takes a step; whether the budget allows it.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        self.steps + self.arena.regular.steps / 4 <= self.limit
    }

    /// Counts steps that were taken anyway.
    pub(super) fn walked(&mut self, steps: usize) {
        self.steps += steps as u64;
    }

    /// Steps taken so far.
    pub(crate) fn steps(&self) -> u64 {
        self.steps + self.arena.regular.steps / 4
    }

    /// One more call above those that are open; `Budget` when there are too many or the steps are
    /// spent.
    pub(super) fn nested(&mut self, call: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        if self.calls >= MAX_CALLS || !self.step() {
            return Outcome::Unknown(Why::Budget);
        }
        self.calls += 1;
        let outcome = call(self);
        self.calls -= 1;
        outcome
    }

    /// Is there a value that satisfies all of these?
    pub(crate) fn solve(&mut self, of: &[NodeId]) -> Outcome {
        let Some(goal) = self.goal(of) else { return Outcome::Empty };
        if let Some(known) = self.memory.known(&goal) {
            return known.clone();
        }
        if let Some(doubted) = self.memory.doubted(&goal) {
            self.leans = self.leans.or(Leans::DOUBT);
            return doubted.clone();
        }
        // The smallest value of a set never needs a value of the same set inside it.
        let open = self.open.get(&goal).map(|depth| Leans::on(*depth));
        if let Some(leans) = open.or_else(|| self.memory.assumed_empty(&goal)) {
            self.leans = self.leans.or(leans);
            return Outcome::Empty;
        }
        self.solve_anew(goal)
    }

    fn solve_anew(&mut self, goal: Goal) -> Outcome {
        let depth = self.open.len();
        if depth >= MAX_DEPTH {
            return Outcome::Unknown(Why::Recursion);
        }
        let outer = std::mem::take(&mut self.leans);
        let mark = self.memory.mark();
        self.open.insert(Rc::clone(&goal), depth);
        let outcome = self.nested(|solver| solver.every_kind(&goal));
        self.open.remove(&goal);
        let this = Leans::on(depth);
        let leans = match outcome {
            // A value that was found is there, whatever was assumed on the way to it.
            Outcome::Found(_) => Leans::default(),
            // That there is none never rests on a doubt.
            Outcome::Empty => self.leans.without(this.or(Leans::DOUBT)),
            _ => self.leans.without(this),
        };
        self.memory.close(mark, this, outcome.is_empty().then_some(leans));
        if !matches!(outcome, Outcome::Unknown(Why::Budget | Why::Recursion)) {
            self.memory.remember(goal, &outcome, leans);
        }
        if depth == 0 {
            self.memory.rest();
        }
        self.leans = outer.or(leans);
        outcome
    }

    /// The same question, with whether the answer leans on a goal that is still open.
    pub(super) fn solve_leaning(&mut self, of: &[NodeId]) -> (Outcome, bool) {
        let outer = std::mem::take(&mut self.leans);
        let outcome = self.solve(of);
        let leaning = !self.leans.is_nothing();
        self.leans = outer.or(self.leans);
        (outcome, leaning)
    }

    /// Flat, sorted, free of repetition; `None` when two parts contradict each other outright.
    fn goal(&mut self, of: &[NodeId]) -> Option<Goal> {
        let mut flat = Vec::with_capacity(of.len());
        for id in of {
            match self.arena.node(*id) {
                Node::Any => {}
                Node::Never => return None,
                Node::All(inner) => flat.extend(inner.iter().copied()),
                _ => flat.push(*id),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        for id in &flat {
            let opposite = self.arena.not(*id);
            let there = match self.arena.node(opposite) {
                Node::All(parts) => parts.iter().all(|part| flat.binary_search(part).is_ok()),
                _ => flat.binary_search(&opposite).is_ok(),
            };
            if there {
                return None;
            }
        }
        Some(flat.into())
    }

    fn every_kind(&mut self, goal: &Goal) -> Outcome {
        let mut best = Outcome::Empty;
        for kind in Kind::ALL {
            best = best.or(self.of_kind(kind, goal));
            if matches!(best, Outcome::Found(_) | Outcome::Unknown(Why::Budget)) {
                break;
            }
        }
        best
    }

    /// Up to `count` different values that satisfy all of these, and whether there are no more.
    pub(super) fn distinct(&mut self, of: &[NodeId], count: usize) -> Result<Vec<Rc<Value>>, Why> {
        let (mut found, mut goal) = (Vec::new(), of.to_vec());
        while found.len() < count {
            match self.solve(&goal) {
                Outcome::Empty => break,
                Outcome::Found(value) => {
                    let this = one_of(self.arena, std::slice::from_ref(&*value));
                    let other = self.arena.not(this);
                    goal.push(other);
                    found.push(value);
                }
                Outcome::Maybe(_, why) | Outcome::Unknown(why) => return Err(why),
            }
        }
        Ok(found)
    }
}
