//! What the contracts' policies make of the changes in a report.

use catalog::Reference;
use catalog::pins;
use catalog::tree::{CATALOG_PATH, Tree};
use compat::policy::{self, Promised};
use contracts::runner::SchemaState;
use contracts::toolkit::CompatPolicy;

use super::Told;
use super::load::Loaded;
use crate::tree::reader;

/// Adds the verdict of the policy to every pair whose two sides are versions of one contract.
pub(super) fn attach(told: &mut Told<'_>) {
    let mut verdicts = Vec::new();
    for pair in told.report.pairs() {
        let side = |source: &str| told.schemas.iter().find(|loaded| loaded.source == source);
        let sides = side(&pair.old.source).zip(side(&pair.new.source));
        verdicts.push(sides.and_then(|(old, new)| verdict(old, new)));
    }
    for (pair, verdict) in told.report.pairs_mut().iter_mut().zip(verdicts) {
        pair.policy = verdict;
    }
}

/// The verdict over two versions; none where they are no versions of one contract with a policy.
fn verdict(old: &Loaded, new: &Loaded) -> Option<CompatPolicy> {
    let (before, after) = (old.reference()?, new.reference()?);
    if before.contract.id != after.contract.id {
        return None;
    }
    let policy = policy::embedded(after.contract).ok()??;
    let facts = policy::facts(&policy, &old.value, &new.value, &[]).ok()?;
    let judged = policy::judge(&policy, after.version().name, facts);
    let catalog = specs::file(CATALOG_PATH.trim_start_matches("specs/"))?;
    let catalog = Tree::from([(CATALOG_PATH.to_owned(), catalog.text.as_bytes().to_vec())]);
    let declared = policy::declared(&before, &after, promised(&catalog, &before));
    Some(policy::verdict(&judged, declared, after.contract.id))
}

/// Whether a version is published, by the schema catalog of a tree.
#[must_use]
pub(super) fn promised(tree: &Tree, reference: &Reference) -> Promised {
    let path = format!("/specs/{}", reference.schema_path());
    let published = pins::read(tree, &reader).ok().is_some_and(|catalog| {
        pins::find(&catalog, &path).is_some_and(|entry| entry.state == SchemaState::Published)
    });
    if published { Promised::Published } else { Promised::Draft }
}
