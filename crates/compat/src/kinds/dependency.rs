//! A member that goes with another one on one side only.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("dependency-added", "dependency-removed"),
    remedies: (
        "make the second member optional with `#[serde(default)]`",
        "keep writing both members together",
    ),
    what: (
        "A member demands something of another one now.",
        "A member no longer demands something of another one.",
    ),
    why: "The writer may send the first member without what the reader wants beside it.",
    example: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "dependentRequired": {"digest": ["object"]}}"#,
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
