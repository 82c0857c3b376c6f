//! `ingest` and `gate` as a workflow calls them: whole processes, files, signals, exit codes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)] // functions that are no tests

mod arguments;
mod certificates;
mod documented;
#[allow(dead_code, unreachable_pub)] // shared with the tests of the crate and the bench
#[path = "../../../ingest/tests/ingest/support/forge.rs"]
mod forge;
mod outputs;
mod replay;
#[allow(dead_code)] // shared with the tests of certification
#[path = "../certification/repository.rs"]
mod repository;
mod script;
mod signals;
mod support;
mod tls;
