//! Compares two versions of a schema: proofs, witnesses, policies, history, migrations.

mod canonical;
mod cause;
mod compare;
mod formula;
mod hunt;
mod kinds;
pub mod migration;
mod options;
mod regular;
mod schema;
mod solve;
mod verdict;

pub use compare::{compare, dialects};
pub use options::{FormatMode, Options, World};
pub use schema::Dialect;
pub use verdict::{Break, Comparison, Doubt, SchemaFault, Side, Verdict};
