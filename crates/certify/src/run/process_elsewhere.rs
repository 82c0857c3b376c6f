//! Systems without process groups: nothing is run there, and every check says so.

use std::sync::atomic::AtomicBool;

use super::RunLimits;
use super::program::{Outcome, Program};

/// Starts nothing.
#[must_use]
pub fn start(_: &Program<'_>, _: &RunLimits, _: &AtomicBool) -> Outcome {
    Outcome::not_started(
        "this system has no process groups: a check could not be stopped".to_owned(),
    )
}

/// There is nothing to end.
pub(super) fn end(_: i32) {}
