//! Systems without process groups: nothing is run there, and every check says so.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::RunLimits;
use crate::observe::Ending;

/// A program to start.
#[derive(Debug, Clone, Copy)]
pub struct Program<'p> {
    /// The file.
    pub program: &'p Path,
    /// Its arguments.
    pub args: &'p [String],
    /// Bytes for standard input; without them it is empty.
    pub stdin: Option<&'p [u8]>,
    /// The folder it runs in.
    pub folder: &'p Path,
    /// An environment variable that its descendants inherit.
    pub mark: Option<(&'p str, &'p str)>,
}

/// What an output stream carried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// The beginning, as far as it is kept.
    pub kept: Vec<u8>,
    /// Bytes altogether.
    pub bytes: u64,
}

/// How a program ended and what it printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// How long it ran.
    pub duration: std::time::Duration,
    /// Standard output.
    pub stdout: Printed,
    /// Standard error.
    pub stderr: Printed,
}

/// Starts nothing.
#[must_use]
pub fn start(_: &Program<'_>, _: &RunLimits, _: &AtomicBool) -> Outcome {
    let reason = "this system has no process groups: a check could not be stopped".to_owned();
    Outcome {
        ending: Ending::NotStarted { reason },
        duration: std::time::Duration::ZERO,
        stdout: Printed::default(),
        stderr: Printed::default(),
    }
}

/// There is nothing to end.
pub(super) fn end(_: i32) {}
