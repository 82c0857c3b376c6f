//! Values that one side excludes.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("exclusion-added", "exclusion-removed"),
    remedies: (
        "exclude nothing that was valid, or begin a new major version",
        "keep avoiding what older readers exclude",
    ),
    what: ("Values are excluded that were taken.", "Values are no longer excluded."),
    why: "The writer may send what the reader excludes.",
    example: (r#"{"type": "string"}"#, r#"{"type": "string", "not": {"const": "root"}}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "not"
}

fn says(change: &Change<'_>) -> String {
    format!("the reader excludes {} at {}", shown(change.value()), change.place())
}
