//! Certifying and verifying with the programs themselves, from a runner's repository to the verdict.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test file, with functions that are no tests

mod by_hand;
mod hostile;
mod issue;
mod real_client;
mod repository;
mod sign;
