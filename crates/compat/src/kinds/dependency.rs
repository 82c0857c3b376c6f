//! A member that goes with another one on one side only.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("dependency-added", "dependency-removed"),
    remedies: (
        "make the second member optional with `#[serde(default)]`",
        "keep writing both members together",
    ),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    let pointer = &change.refusal.schema_pointer;
    ["dependentRequired", "dependentSchemas", "dependencies"].iter().any(|keyword| {
        change.refusal.keyword == *keyword || pointer.contains(&format!("/{keyword}/"))
    })
}

fn says(change: &Change<'_>) -> String {
    let (name, place) = (change.name(), change.place());
    format!("in {place} another member demands something of `{name}` that the writer does not keep")
}
