//! What people write for the toolkit itself.

mod change_once;
mod closed_world;
mod contract_known;
mod policy_facts;

pub use policy_facts::{ChangeFacts, Policy, PolicyFacts};

use crate::rule::{ContractRules, Judged};

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] = &[&ContractRules {
    contract: "toolkit/policy",
    rules: &[contract_known::RULE, change_once::RULE, closed_world::RULE],
}];
