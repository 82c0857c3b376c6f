//! The fast path: a schema compiled into a small flat program that walks the bytes of a document
//! once, without a tree, and fills the facts that the rules take.
//!
//! It only ever **proves** that a document is well-formed JSON with unique keys and that the schema
//! holds. Whatever it does not model, a keyword, a number, an escape in a key, makes it unsure,
//! never lenient: the document then goes to the explaining path, which alone says what is wrong.

mod answer;
mod ask;
mod asking;
mod beyond;
mod clauses;
mod compile;
mod dialect;
mod equal;
mod escapes;
mod evaluated;
mod excused;
mod expected;
mod fixed;
mod follow;
mod keys;
mod keywords;
mod literal;
mod looks;
mod members;
mod moment;
mod named;
mod naming;
mod newlines;
mod node;
mod number;
mod path;
mod pattern;
mod program;
mod recalled;
mod recorder;
mod remaining;
mod runs;
mod scalars;
mod scan;
mod shape;
mod shapes;
mod simd;
pub(crate) mod skip;
mod tag;
mod texts;
mod trace;
mod tuples;

mod unions;
mod unmodelled;
mod walk;

pub(crate) use answer::number_at;
pub use compile::{Over, compile};
pub use excused::{Excused, Proved, prove_but_one};
pub(crate) use newlines::line_ends;
pub use program::Program;
pub use walk::{Proof, Scratch, Whole, prove};
