//! Every contract the toolkit knows, one file a family.

pub mod control_center;
pub mod cron;
pub mod execra;
pub mod kanade;
pub mod runner;
pub mod toolkit;

use crate::Contract;

const FAMILIES: [&[Contract]; 6] = [
    cron::CONTRACTS,
    kanade::CONTRACTS,
    runner::CONTRACTS,
    control_center::CONTRACTS,
    execra::CONTRACTS,
    toolkit::CONTRACTS,
];

/// Every contract, in the order in which lists show them.
pub fn all() -> impl Iterator<Item = &'static Contract> {
    FAMILIES.into_iter().flatten()
}

/// The contract of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Contract> {
    all().find(|contract| contract.id == id)
}
