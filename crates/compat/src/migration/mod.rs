//! Migrations: how a document of one version becomes one of another, and the proof that it does.
//!
//! What a migration does is data (`toolkit/migration`, one file a pair of versions). Here it is
//! read, run on one document, chained with others, and proved on golden and generated documents.

mod book;
mod place;
mod prove;
mod random;
mod run;
mod sample;
mod step;
mod way;

pub use book::{Book, BookFault, Entry, FOLDER};
pub use prove::{Proof, ProofFault, Subjects, prove};
pub use run::{Course, MigrationError};
pub use way::{Leg, NoWay, Way};
