//! Questions: what a schema says where it is only asked whether it holds (`if`, `not`, a branch).
//!
//! A question about a value that is proven to be well-formed has the answer yes, no, or none. There
//! is no answer where the program does not model what is asked; that is neither yes nor no, so
//! nothing is ever concluded from "not proven".

use std::sync::Arc;

use serde_json::Value;

use super::program::Text;
use super::recalled::Recalled;
use super::remaining::Remaining;
use crate::engine::ByText;

/// A question about one value.
#[derive(Debug, Clone)]
pub(super) enum Ask {
    /// Always, or never.
    Known(bool),
    /// No answer.
    Open,
    /// What the program does not model: the engine is asked about the text.
    Rest(Arc<ByText>),
    /// About a name, and its answer is remembered.
    Recalled(Arc<Recalled>),
    /// Of one of these types.
    Types(u8),
    /// `const` and `enum`.
    Only(Vec<Value>),
    /// A multiple of this, if it is a number.
    Multiple(u64),
    /// A number of at least this, if it is a number.
    AtLeast(i128),
    /// A number of at most this, if it is a number.
    AtMost(i128),
    /// What a string must be, if it is one.
    Text(Text),
    /// An array of so many items, if it is one.
    Items(u64, u64),
    /// An object of so many members, if it is one.
    Members(u64, u64),
    /// What each item must be, if it is an array.
    Each(Vec<Ask>),
    /// So many items must be this, if it is an array.
    Contains(Box<Ask>, u64, u64),
    /// The member is there, if it is an object.
    Required(Box<str>),
    /// What the member must be, if it is an object and the member is there.
    Member(Box<str>, Box<Ask>),
    /// What members must be that remain beside others, if it is an object.
    Remaining(Arc<Remaining>),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    /// Exactly one.
    One(Vec<Ask>),
    Not(Box<Ask>),
    /// `if`, `then`, `else`.
    If(Box<[Ask; 3]>),
}

impl Ask {
    /// Whether both are plainly one question; others are asked twice.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Ask::Types(one), Ask::Types(other)) => one == other,
            (Ask::Only(one), Ask::Only(other)) => one == other,
            (Ask::Items(least, most), Ask::Items(a, b)) => (least, most) == (a, b),
            (Ask::Not(one), Ask::Not(other)) => one.is_same(other),
            (Ask::All(one), Ask::All(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.is_same(b))
            }
            _ => false,
        }
    }

    /// Whether an answer takes longer than to remember it.
    pub(super) fn is_dear(&self) -> bool {
        match self {
            Ask::Rest(_) => true,
            Ask::Text(Text::Pattern(automaton, _)) => automaton.is_dear(),
            Ask::All(asks) | Ask::Any(asks) | Ask::One(asks) => asks.iter().any(Ask::is_dear),
            Ask::Not(ask) => ask.is_dear(),
            Ask::If(parts) => parts.iter().any(Ask::is_dear),
            _ => false,
        }
    }

    /// Whether it asks for what stands inside an array or an object.
    pub(super) fn looks_inside(&self) -> bool {
        match self {
            Ask::Items(..)
            | Ask::Members(..)
            | Ask::Each(_)
            | Ask::Contains(..)
            | Ask::Required(_)
            | Ask::Member(..)
            | Ask::Remaining(_) => true,
            Ask::Only(values) => values.iter().any(|value| value.is_array() || value.is_object()),
            Ask::All(asks) | Ask::Any(asks) | Ask::One(asks) => asks.iter().any(Ask::looks_inside),
            Ask::Not(ask) => ask.looks_inside(),
            Ask::If(parts) => parts.iter().any(Ask::looks_inside),
            _ => false,
        }
    }

    /// The members of an object that it asks for.
    pub(super) fn names<'a>(&'a self, take: &mut dyn FnMut(&'a str)) {
        match self {
            Ask::Required(name) | Ask::Member(name, _) => take(name),
            Ask::All(asks) | Ask::Any(asks) | Ask::One(asks) => {
                asks.iter().for_each(|ask| ask.names(take));
            }
            Ask::Not(ask) => ask.names(take),
            Ask::If(parts) => parts.iter().for_each(|ask| ask.names(take)),
            _ => {}
        }
    }
}
