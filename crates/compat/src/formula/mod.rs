//! Formulas: what a schema says, as interned boolean combinations of typed conditions.

mod apart;
mod arena;
mod later;
mod literal;
mod node;
mod rational;

pub(crate) use arena::{Arena, Opaque};
pub(crate) use literal::{
    ArrayLiteral, AtomId, Keys, Literal, NumberLiteral, ObjectLiteral, Span, TextLiteral,
};
pub(crate) use node::{Kind, Kinds, Node, NodeId, RefId};
pub(crate) use rational::{Rational, of_number, to_number};
