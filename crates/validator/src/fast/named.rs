//! What names are asked of members that no schema lists, and what the members must be.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::answer::Seen;
use super::ask::Ask;
use super::compile::Compiler;
use super::keywords::text_demand;
use super::program::types;
use super::recalled::Recalled;

/// What a name that is not listed is asked, and the node of the value for each set of answers.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) names: Names,
    pub(super) nodes: Vec<u32>,
}

impl Named {
    /// The node of the member of a name, given in its quotes; `None` when the name is not proven.
    pub(super) fn node(&self, quoted: &str) -> Option<u32> {
        self.nodes.get(self.names.matching(quoted)?).copied()
    }
}

/// What names are asked.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    /// What all must be.
    pub(super) demands: Vec<Ask>,
    /// What may be so or not.
    pub(super) patterns: Vec<Ask>,
}

impl Names {
    /// Whether nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        self.demands.is_empty() && self.patterns.is_empty()
    }

    /// How many sets of answers there are.
    pub(super) fn sets(&self) -> usize {
        1 << self.patterns.len()
    }

    /// The set of patterns that a name matches.
    pub(super) fn matching(&self, quoted: &str) -> Option<usize> {
        let seen = Seen::of(quoted)?;
        let fine = self.demands.iter().all(|demand| seen.answer(demand) == Some(true));
        fine.then_some(())?;
        self.patterns.iter().enumerate().try_fold(0, |set, (bit, pattern)| {
            Some(set | (usize::from(seen.answer(pattern)?) << bit))
        })
    }
}

impl<'s> Compiler<'s> {
    /// What a name is asked that a schema is for.
    pub(super) fn name(&self, schema: &'s Value) -> Ask {
        let ask = self.ask(schema, None, 1).unwrap_or_else(|| {
            let keywords = schema.as_object().cloned().unwrap_or_default();
            self.rest_of(types::STRING, keywords)
        });
        recalled(ask)
    }

    /// Whether a name matches a pattern.
    pub(super) fn pattern(&self, pattern: &str) -> Ask {
        let pattern = Value::from(pattern);
        recalled(match text_demand("pattern", &pattern) {
            Some(demand) => Ask::Text(demand),
            None => self.rest_of(types::STRING, Map::from_iter([("pattern".to_owned(), pattern)])),
        })
    }
}

/// What is dear is asked about a name once.
fn recalled(ask: Ask) -> Ask {
    if ask.is_dear() { Ask::Recalled(Arc::new(Recalled::of(ask))) } else { ask }
}
