//! A program to start, and what came of it.

use std::path::Path;
use std::time::Duration;

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
    /// Environment variables that it does not inherit.
    pub without: &'p [&'p str],
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
    pub duration: Duration,
    /// Standard output.
    pub stdout: Printed,
    /// Standard error.
    pub stderr: Printed,
}

impl Outcome {
    /// Of a program that never ran.
    pub(super) fn not_started(reason: String) -> Outcome {
        Outcome {
            ending: Ending::NotStarted { reason },
            duration: Duration::ZERO,
            stdout: Printed::default(),
            stderr: Printed::default(),
        }
    }
}
