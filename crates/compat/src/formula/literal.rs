//! Literals: conditions on a value of one JSON type. Of a value of another type they say nothing.

use std::rc::Rc;

use super::{Kind, Kinds, NodeId, Rational};
use crate::regular::ExprId;

/// An opaque condition, known only by what it says in the schema: equal text, equal condition.
pub(crate) type AtomId = u32;

/// A condition on a value of one type (an opaque one may speak of several).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Literal {
    /// The truth value is `true`.
    True,
    /// Of a number.
    Number(NumberLiteral),
    /// Of a string.
    Text(TextLiteral),
    /// Of an array.
    Array(ArrayLiteral),
    /// Of an object.
    Object(ObjectLiteral),
    /// Something that is not modelled, about values of these types.
    Opaque(Kinds, AtomId),
}

/// A condition on a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum NumberLiteral {
    /// It is at least so much.
    AtLeast(Rational),
    /// It is more than so much.
    Above(Rational),
    /// It has no fraction.
    Whole,
    /// It is a multiple.
    MultipleOf(Rational),
    /// It is one of these, sorted.
    OneOf(Rc<[Rational]>),
}

/// A condition on a string; lengths count characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum TextLiteral {
    /// It is at least so long.
    MinLength(u64),
    /// It is in the language.
    In(ExprId),
    /// It is one of these, sorted.
    OneOf(Rc<[Rc<str>]>),
    /// It has the format; an opaque atom with a name.
    Format(Rc<str>),
}

/// Positions of an array: from the first to before the second, or without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Span {
    /// The first position.
    pub(crate) from: u64,
    /// The first position after it; `None` without end.
    pub(crate) to: Option<u64>,
}

impl Span {
    /// Whether the position lies in it.
    pub(crate) fn has(self, at: u64) -> bool {
        at >= self.from && self.to.is_none_or(|to| at < to)
    }
}

/// A condition on an array.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ArrayLiteral {
    /// It has at least so many items.
    MinItems(u64),
    /// Every item in the span, as far as there is one, satisfies the node.
    Each(Span, NodeId),
    /// At least so many items satisfy the node.
    Count(NodeId, u64),
    /// No two items are equal.
    Unique,
}

/// The members that a condition speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Keys {
    /// The one of that name.
    Name(Rc<str>),
    /// Those whose name is in the language.
    In(ExprId),
}

/// A condition on an object.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ObjectLiteral {
    /// It has at least so many members.
    MinProperties(u64),
    /// It has the member.
    Has(Rc<str>),
    /// Every such member, as far as there is one, satisfies the node.
    Each(Keys, NodeId),
}

impl Literal {
    /// The types of the values that it speaks of.
    pub(crate) fn kinds(&self) -> Kinds {
        match self {
            Literal::True => Kinds::of(Kind::Boolean),
            Literal::Number(_) => Kinds::of(Kind::Number),
            Literal::Text(_) => Kinds::of(Kind::String),
            Literal::Array(_) => Kinds::of(Kind::Array),
            Literal::Object(_) => Kinds::of(Kind::Object),
            Literal::Opaque(kinds, _) => *kinds,
        }
    }
}
