//! Regular languages over Unicode strings: interned expressions with intersection and complement,
//! decided by derivatives. Every question counts steps and gives up at a limit, never at a clock.

mod class;
mod derive;
mod ecma;
mod expr;
mod lower;
mod search;

pub(crate) use class::Class;
pub(crate) use expr::{ExprId, Regular};
