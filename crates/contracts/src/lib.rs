//! The Rust types of every contract: one folder a family, one file a contract.
//!
//! Nothing here reads, judges or prints. The types say what a document *is*; the JSON Schemas in
//! `specs/01_schema/` are generated from them, and the rules of `crates/validator` judge what a
//! schema cannot say.
//!
//! # Revisions
//! One type carries every revision of a major version. Four extension keywords mark what changed,
//! always with a constant of the family's own `Rev` (so that a typo does not compile):
//!
//! | attribute | meaning |
//! |---|---|
//! | `x-since` | the member (or variant) is there from this revision on |
//! | `x-until` | the last revision that has it |
//! | `x-was`   | `[name, revision]`: up to this revision the member had that name |
//! | `x-alias` | `[name, revision]`: from this revision on readers take this old name too |
//!
//! The generator in `crates/catalog` projects a revision and strips every `x-*`.

pub mod control_center;
pub mod cron;
pub mod execra;
pub mod kanade;
mod present;
pub mod runner;
pub mod toolkit;
