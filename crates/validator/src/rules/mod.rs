//! The rules: one folder a family, one file a rule, one `facts.rs` a contract for what they look at.

pub mod cert;
pub mod control_center;
pub mod cron;
pub mod document;
pub mod execra;
pub mod kanade;
pub mod migration;
mod none;
#[cfg(test)]
pub(crate) mod probe;
pub mod runner;
pub mod semantic;
pub mod toolkit;

pub(crate) use none::proven_for;
pub use none::schema_alone;

use contracts::toolkit::Finding;
use serde_json::Value;

use crate::rule::{Judged, Meta};

/// Rules that recognise another format altogether: their finding stands for every schema fault.
pub const SUPERSEDES_SCHEMA: &[&str] = cron::SUPERSEDES_SCHEMA;

const FAMILIES: [&[&dyn Judged]; 7] = [
    cron::CONTRACTS,
    kanade::CONTRACTS,
    runner::CONTRACTS,
    cert::CONTRACTS,
    control_center::CONTRACTS,
    execra::CONTRACTS,
    toolkit::CONTRACTS,
];

/// The rules of every contract.
pub fn all() -> impl Iterator<Item = &'static dyn Judged> {
    FAMILIES.into_iter().flatten().copied()
}

/// The rules of the contract of that id.
#[must_use]
pub fn find(contract: &str) -> Option<&'static dyn Judged> {
    all().find(|rules| rules.contract() == contract)
}

/// A rule over two documents of one contract, the one before and the one after.
pub type PairRule = fn(&Value, &Value) -> Vec<Finding>;

/// The rules over two documents, by their code.
pub const PAIRS: &[(&str, PairRule)] = &[
    ("cron/enrichment-altered", cron::altered),
    ("cron/execution-id-repeated", cron::repeated_in_pair),
    ("control/error-code-stability", control_center::error_code_stability::in_pair),
    ("control/event-type-stability", control_center::event_type_stability::in_pair),
];

/// The rule over two documents of that code.
#[must_use]
pub fn pair(code: &str) -> Option<PairRule> {
    PAIRS.iter().find(|(name, _)| *name == code).map(|(_, rule)| *rule)
}

/// What every rule says of itself, each code once.
#[must_use]
pub fn metas() -> Vec<&'static Meta> {
    let mut metas: Vec<&'static Meta> = document::metas().collect();
    for meta in all().flat_map(|rules| rules.metas()) {
        if !metas.iter().any(|known| known.code == meta.code) {
            metas.push(meta);
        }
    }
    metas
}

/// Everything that `explain` knows: the rules, and the codes that ingest, migrations and histories
/// tell while they run, for which no document can be a golden fixture.
#[must_use]
pub fn explained() -> Vec<&'static Meta> {
    metas()
        .into_iter()
        .chain(runner::ingest_classes::METAS)
        .chain(migration::METAS)
        .chain([&semantic::BREAK])
        .collect()
}

/// What the rule of that code says of itself.
#[must_use]
pub fn meta(code: &str) -> Option<&'static Meta> {
    explained().into_iter().find(|meta| meta.code == code)
}
