//! Reading: one reader a format, each yielding the value and the place of every part of it.
//!
//! What is wrong with a text is a [`Finding`](contracts::toolkit::Finding) of the [`Document`],
//! never an error: the reader always comes back, and what it could read stands in the tree.
//! Nothing here recurses over input, so no nesting exhausts the stack.

mod build;
mod codes;
pub mod compressed;
mod document;
mod fault;
mod format;
mod json;
mod limits;
mod lines;
pub mod ndjson;
mod number;
mod open;
mod positions;
mod reporter;
mod snippet;
mod source;
mod text;
mod typed;
mod visible;
mod yaml;

pub use document::{Document, read, read_source};
pub use format::Format;
pub use limits::Limits;
pub use lines::LineIndex;
pub use positions::{Positions, Span};
pub use source::Source;
pub use typed::{TypedError, typed};
pub use visible::quote;

/// Decodes the JSON string literal whose opening quote stands at `start`; gives where it ends.
/// `None` when it is not well-formed.
pub(crate) fn decode_string(text: &str, start: usize) -> Option<(String, usize)> {
    json::read_string(text, start).ok().map(|(text, end)| (text.into_owned(), end))
}
