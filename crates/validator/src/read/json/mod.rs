//! The JSON reader: RFC 8259, strict, in one pass, with an explicit stack.

mod expected;
mod number;
mod reader;
mod string;

#[cfg(test)]
pub(super) mod suite_tests;
#[cfg(test)]
pub(super) mod tests;

pub(super) use reader::read;
pub(super) use string::read as read_string;
