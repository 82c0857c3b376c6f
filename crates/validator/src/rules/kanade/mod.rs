//! The kanade wire command and its ten revisions.

mod absent_not_null;
mod deadline_passed;
mod exec_id_alias;
mod facts;
mod object_digest;
mod object_key;
mod retry_bounds;
mod script_source;

pub use facts::{Command, CommandFacts};

use crate::rule::{ContractRules, Judged};

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] = &[&ContractRules::<Command> {
    contract: "kanade/command",
    rules: &[
        script_source::RULE,
        object_digest::RULE,
        object_key::RULE,
        exec_id_alias::RULE,
        retry_bounds::RULE,
        deadline_passed::RULE,
        absent_not_null::RULE,
    ],
}];

/// What one rule says of a tree under a revision.
#[cfg(test)]
fn judged_at(
    rule: &crate::rule::Rule<Command>,
    tree: &serde_json::Value,
    rev: contracts::kanade::Rev,
) -> Vec<contracts::toolkit::Finding> {
    let context = crate::context::Context { revision: rev.rank(), ..Default::default() };
    crate::rule::judged_alone(rule, tree, context)
}
