//! What a question ends in.

use std::rc::Rc;

use serde_json::Value;

use crate::formula::AtomId;

/// Why a question stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The budget of steps is spent.
    Budget,
    /// A pattern needs more states than the cap.
    Pattern,
    /// A condition that is not modelled decides.
    Atom(AtomId),
    /// A condition decides whose meaning engines do not agree on.
    Unsettled(AtomId),
    /// A format for which no fitting string is known.
    Format,
    /// The smallest document would be too large.
    Large,
    /// No number of the kinds that JSON holds was found, though others exist.
    Number,
    /// A recursion that cannot be followed.
    Recursion,
}

impl Why {
    /// Whether even a validator's word about a document does not settle the question.
    pub(crate) fn is_unsettled(self) -> bool {
        matches!(self, Why::Unsettled(_) | Why::Recursion)
    }

    /// Of two doubts the graver.
    pub(super) fn graver(self, other: Option<Why>) -> Why {
        other.filter(|other| other.is_unsettled()).unwrap_or(self)
    }
}

/// The answer to "is there such a value?".
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// There is none, proved.
    Empty,
    /// This one.
    Found(Rc<Value>),
    /// This one, unless what is not modelled says otherwise.
    Maybe(Rc<Value>, Why),
    /// Not decided.
    Unknown(Why),
}

impl Outcome {
    /// A value that was found.
    pub(super) fn found(value: Value) -> Self {
        Outcome::Found(Rc::new(value))
    }

    /// Whether it is proved that there is none.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Outcome::Empty)
    }

    /// The value, found for certain or not.
    pub(super) fn value(&self) -> Option<&Rc<Value>> {
        match self {
            Outcome::Found(value) | Outcome::Maybe(value, _) => Some(value),
            _ => None,
        }
    }

    /// The reason for doubt.
    pub(super) fn doubt(&self) -> Option<Why> {
        match self {
            Outcome::Maybe(_, why) | Outcome::Unknown(why) => Some(*why),
            _ => None,
        }
    }

    /// The same answer, a found value with a doubt.
    pub(super) fn doubted(self, doubt: Option<Why>) -> Self {
        match (self, doubt) {
            (Outcome::Found(value), Some(why)) => Outcome::Maybe(value, why),
            (Outcome::Maybe(value, why), other) => Outcome::Maybe(value, why.graver(other)),
            (outcome, _) => outcome,
        }
    }

    /// Of two ways to a value the better answer: found, perhaps, unknown, none.
    pub(super) fn or(self, other: Outcome) -> Outcome {
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Found(_) => 0,
            Outcome::Maybe(..) => 1,
            Outcome::Unknown(_) => 2,
            Outcome::Empty => 3,
        };
        if rank(&other) < rank(&self) { other } else { self }
    }
}
