//! What `specs/` should hold: schemas, pins, conformance cases and the tables of the pages together.

use catalog::pins;
use catalog::plan::{self, Plan, Problem};
use catalog::tree::{Tree, sha256};

use crate::tree::reader;

/// The plan of everything below `specs/` that is generated from types and fixtures.
#[must_use]
pub fn plan(files: &Tree) -> Plan {
    let cases = validator::conformance::files(files, &reader);
    let pinned = cases.iter().map(|(path, bytes)| pins::pinned(path, sha256(bytes))).collect();
    let mut plan = plan::plan(files, pinned, &reader);
    plan.files.extend(cases);
    let (pages, faults) = validator::pages::pages(files);
    plan.files.extend(pages);
    plan.problems.extend(faults.into_iter().map(Problem::Broken));
    plan
}
