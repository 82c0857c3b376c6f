//! What the tests of rules look through: one contract's rules over one tree.

use contracts::toolkit::Finding;
use serde_json::Value;

use crate::context::Context;
use crate::facts::{FactsFamily, fill_from_tree};
use crate::rule::{Rule, Sink};

/// What one rule says of a tree.
pub(crate) fn findings<F: FactsFamily>(
    rule: &Rule<F>,
    tree: &Value,
    context: Context<'_>,
) -> Vec<Finding> {
    let mut facts = F::Of::default();
    fill_from_tree(&mut facts, tree);
    let mut sink = Sink::new(context);
    sink.run(std::slice::from_ref(rule), &facts);
    sink.into_findings()
}

/// The same as `error /pointer` and the like, for a producer without further context.
pub(crate) fn places<F: FactsFamily>(rule: &Rule<F>, tree: &Value) -> Vec<String> {
    places_in(rule, tree, Context::default())
}

/// The same with a context.
pub(crate) fn places_in<F: FactsFamily>(
    rule: &Rule<F>,
    tree: &Value,
    context: Context<'_>,
) -> Vec<String> {
    let place = |finding: Finding| format!("{} {}", finding.severity, finding.location.pointer);
    findings(rule, tree, context).into_iter().map(place).collect()
}
