//! Compares two versions of a schema: proofs, witnesses, policies, history, migrations.

mod canonical;
mod cause;
mod compare;
mod field;
mod formula;
mod ground;
mod hash;
pub mod history;
mod hunt;
pub mod kinds;
pub mod migration;
mod options;
pub mod policy;
mod regular;
pub mod render;
pub mod report;
mod schema;
mod shelf;
mod solve;
mod verdict;
mod workers;

pub use compare::{compare, dialects};
pub use options::{FormatMode, Options, World};
pub use schema::Dialect;
pub use verdict::{Break, Comparison, Doubt, SchemaFault, Side, Verdict};
pub use workers::{Job, JobFault, Workers};
