//! Streams as a workflow judges them: whole processes, pipes, signals, files that change, exit codes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod engines;
mod faults;
mod lives;
mod memory;
mod ranges;
mod support;
