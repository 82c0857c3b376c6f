//! Is there a value that satisfies all of these formulas? A concrete one, a proof that there is
//! none, or the reason why it stays open.

mod array;
mod branch;
mod goal;
mod implied;
mod memory;
mod number;
mod object;
mod outcome;
mod status;
mod text;
mod union;

pub(crate) use goal::{FormatCheck, Solver};
pub(crate) use outcome::{Outcome, Why};
