//! Items that must differ on one side only.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("unique-items-added", "unique-items-removed"),
    remedies: (
        "drop repeated items when reading instead of refusing them",
        "keep writing distinct items",
    ),
    what: (
        "The items of an array must all differ now.",
        "The items of an array need no longer differ.",
    ),
    why: "The writer may repeat an item.",
    example: (r#"{"type": "array"}"#, r#"{"type": "array", "uniqueItems": true}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "uniqueItems"
}

fn says(change: &Change<'_>) -> String {
    format!("the items of {} must all differ for the reader", change.place())
}
