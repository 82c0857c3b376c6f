//! Ingest as a whole: sources, faults, documents, gate. One program, since linking costs more than
//! running.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::type_complexity, clippy::print_stdout)]

mod corpus;
mod demo;
mod faults;
mod gate;
mod history;
mod hostile;
mod https;
mod page;
mod policy;
mod run;
mod sameness;
mod support;
