//! Contracts that their schema says all about.

use super::find;
use crate::facts::{FactsFamily, Fill, Slot};
use crate::rule::{ContractRules, Judged};

/// A view that looks at nothing.
#[derive(Debug, Default)]
pub(crate) struct NoFacts;

/// [`NoFacts`] as a family.
#[derive(Debug)]
pub(crate) struct Nobody;

impl FactsFamily for Nobody {
    type Of<'d> = NoFacts;
}

impl<'d> Fill<'d> for NoFacts {
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    fn slot(&mut self, index: usize) -> Slot<'_, 'd> {
        // A walk asks only for the slots of `names`.
        unreachable!("slot {index} of a view without any")
    }

    fn reset(&mut self) {}
}

static BY_SCHEMA: ContractRules<Nobody> = ContractRules { contract: "", rules: &[] };

/// No rules at all: documents are judged by their schema alone.
#[must_use]
pub fn schema_alone() -> &'static dyn Judged {
    &BY_SCHEMA
}

/// The rules that documents of a contract are proven for; a contract without rules has none.
pub(crate) fn proven_for(contract: &str) -> &'static dyn Judged {
    find(contract).unwrap_or_else(schema_alone)
}
