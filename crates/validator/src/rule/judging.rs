//! Rules made ready to be asked about many documents.

use super::{Check, Meta, Rule, UNNAMED};
use crate::facts::{FactsFamily, Fill as _, OTHERS};

/// The rules that are judged, each with the slots, as bits, of the members that it is about.
pub(crate) struct Judging<F: FactsFamily>(pub(super) Vec<(u64, &'static Meta, Check<F>)>);

/// The bit of a rule that is about every document: no view has so many slots.
pub(super) const ALWAYS: u64 = 1 << 63;

impl<F: FactsFamily> Judging<F> {
    /// The judged ones of some rules.
    pub(crate) fn of(rules: &[Rule<F>]) -> Self {
        let names = F::Of::default().names();
        let bit = |name: &str| match names.iter().position(|known| *known == name) {
            Some(at) => 1 << at,
            None if name == UNNAMED => OTHERS,
            None => ALWAYS,
        };
        let about = |rule: &Rule<F>| match rule.about {
            [] => ALWAYS,
            about => about.iter().fold(0, |bits, name| bits | bit(name)),
        };
        let judged = rules.iter().filter_map(|rule| Some((about(rule), rule.meta, rule.check?)));
        Judging(judged.collect())
    }
}
