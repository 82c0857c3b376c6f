//! Answers that are remembered: for good, or as long as the goals that they lean on are open.
//!
//! That there is no value may be said under the assumption that goals further out have none
//! either. Such an answer is kept aside with the goals that it leans on. When one of these turns
//! out to have no value, the assumption held, and what leant on it leans on what that goal itself
//! leans on, in the end on nothing; when it has one (or nobody knows), what leant on it is
//! forgotten.
//!
//! Any other answer holds whatever is assumed, but a better one might be found without the
//! assumption: "perhaps" instead of "found". It is kept until the question that was asked from
//! outside is answered. Dropping it with each assumption that fails would ask the same anew under
//! every set of open goals, and there are too many of those.

use std::collections::HashMap;
use std::rc::Rc;

use super::Outcome;
use crate::formula::NodeId;
use crate::hash::Quick;

/// A conjunction of formulas: flat, sorted, free of repetition.
pub(super) type Goal = Rc<[NodeId]>;

/// Open goals, a bit for the depth of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Leans(u128);

impl Leans {
    /// Depths that can be told apart.
    pub(super) const DEPTHS: usize = 127;

    /// An answer in doubt that might be better elsewhere; no open goal.
    pub(super) const DOUBT: Self = Leans(1 << Self::DEPTHS);

    /// The goal open at that depth.
    pub(super) fn on(depth: usize) -> Self {
        debug_assert!(depth < Self::DEPTHS);
        Leans(1 << depth)
    }

    /// Whether there is none.
    pub(super) fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    pub(super) fn or(self, other: Self) -> Self {
        Leans(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All but those.
    pub(super) fn without(self, other: Self) -> Self {
        Leans(self.0 & !other.0)
    }
}

/// What is remembered of goals.
#[derive(Debug, Default)]
pub(super) struct Memory {
    known: HashMap<Goal, Outcome, Quick>,
    /// Goals without a value as long as the goals that they lean on have none.
    assumed: HashMap<Goal, Leans, Quick>,
    /// The goals in `assumed`, in the order in which they were answered.
    trail: Vec<Goal>,
    /// Answers in doubt that might be better if fewer goals were open.
    doubted: HashMap<Goal, Outcome, Quick>,
}

impl Memory {
    /// A final answer.
    pub(super) fn known(&self, goal: &Goal) -> Option<&Outcome> {
        self.known.get(goal)
    }

    /// An answer in doubt that holds, though a better one might be found elsewhere.
    pub(super) fn doubted(&self, goal: &Goal) -> Option<&Outcome> {
        self.doubted.get(goal)
    }

    /// The open goals under whose emptiness this one has no value.
    pub(super) fn assumed_empty(&self, goal: &Goal) -> Option<Leans> {
        self.assumed.get(goal).copied()
    }

    /// Where the trail stands when a goal is opened.
    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Remembers an answer that leans on nothing, or on open goals further out that have no
    /// value, or that is in doubt.
    pub(super) fn remember(&mut self, goal: Goal, outcome: &Outcome, leans: Leans) {
        if leans.is_nothing() || matches!(outcome, Outcome::Found(_)) {
            self.known.insert(goal, outcome.clone());
        } else if !outcome.is_empty() {
            self.doubted.insert(goal, outcome.clone());
        } else if self.assumed.insert(Rc::clone(&goal), leans).is_none() {
            self.trail.push(goal);
        }
    }

    /// The goal that was opened at the mark is answered: settles what leans on it. `leans` is what
    /// itself leans on when it has no value; `None` when it has one, or when nobody knows.
    pub(super) fn close(&mut self, mark: usize, this: Leans, leans: Option<Leans>) {
        let mut left = mark;
        for at in mark..self.trail.len() {
            let goal = Rc::clone(&self.trail[at]);
            let Some(own) = self.assumed.get(&goal).copied() else { continue };
            let own = match leans {
                _ if !own.has(this) => own,
                Some(leans) => own.without(this).or(leans),
                None => {
                    self.assumed.remove(&goal);
                    continue;
                }
            };
            if own.is_nothing() {
                self.assumed.remove(&goal);
                self.known.insert(goal, Outcome::Empty);
            } else {
                self.assumed.insert(Rc::clone(&goal), own);
                self.trail[left] = goal;
                left += 1;
            }
        }
        self.trail.truncate(left);
    }

    /// The question that was asked from outside is answered.
    pub(super) fn rest(&mut self) {
        self.doubted.clear();
    }

    /// Puts everything aside that leans on an open goal, for a question that must not.
    pub(super) fn put_aside(&mut self) -> Aside {
        let (assumed, trail) = (std::mem::take(&mut self.assumed), std::mem::take(&mut self.trail));
        Aside { assumed, trail, doubted: std::mem::take(&mut self.doubted) }
    }

    /// Takes back what was put aside.
    pub(super) fn take_back(&mut self, aside: Aside) {
        (self.assumed, self.trail) = (aside.assumed, aside.trail);
        self.doubted = aside.doubted;
    }
}

/// What leans on open goals, put aside.
#[derive(Debug)]
pub(super) struct Aside {
    assumed: HashMap<Goal, Leans, Quick>,
    trail: Vec<Goal>,
    doubted: HashMap<Goal, Outcome, Quick>,
}

#[cfg(test)]
mod tests {
    use super::{Goal, Leans, Memory};
    use crate::solve::Outcome;

    fn goal(id: u32) -> Goal {
        [id].into()
    }

    #[test]
    fn an_assumption_that_held_makes_what_leant_on_it_final() {
        let mut memory = Memory::default();
        let mark = memory.mark();
        memory.remember(goal(7), &Outcome::Empty, Leans::on(0));
        memory.close(mark, Leans::on(0), Some(Leans::default()));
        assert!(memory.known(&goal(7)).is_some_and(Outcome::is_empty));
        assert_eq!(memory.assumed_empty(&goal(7)), None);
    }

    #[test]
    fn an_assumption_that_failed_takes_along_what_leant_on_it_and_nothing_else() {
        let mut memory = Memory::default();
        memory.remember(goal(7), &Outcome::Empty, Leans::on(0).or(Leans::on(1)));
        memory.remember(goal(8), &Outcome::Empty, Leans::on(0));
        memory.close(0, Leans::on(1), None);
        assert_eq!(memory.assumed_empty(&goal(7)), None);
        assert_eq!(memory.assumed_empty(&goal(8)), Some(Leans::on(0)));
        assert!(memory.known(&goal(8)).is_none());
    }

    #[test]
    fn what_leant_on_a_goal_leans_on_what_that_goal_leans_on() {
        let mut memory = Memory::default();
        memory.remember(goal(7), &Outcome::Empty, Leans::on(2));
        memory.close(0, Leans::on(2), Some(Leans::on(1)));
        assert_eq!(memory.assumed_empty(&goal(7)), Some(Leans::on(1)));
        let aside = memory.put_aside();
        assert_eq!(memory.assumed_empty(&goal(7)), None);
        memory.take_back(aside);
        memory.close(0, Leans::on(1), Some(Leans::default()));
        assert!(memory.known(&goal(7)).is_some());
    }

    #[test]
    fn an_answer_in_doubt_stays_until_the_whole_question_is_answered() {
        let mut memory = Memory::default();
        let doubt = Outcome::Unknown(crate::solve::Why::Pattern);
        memory.remember(goal(7), &doubt, Leans::on(1));
        memory.close(0, Leans::on(1), None);
        assert!(memory.doubted(&goal(7)).is_some() && memory.known(&goal(7)).is_none());
        let aside = memory.put_aside();
        assert!(memory.doubted(&goal(7)).is_none());
        memory.take_back(aside);
        memory.rest();
        assert!(memory.doubted(&goal(7)).is_none());
    }
}
