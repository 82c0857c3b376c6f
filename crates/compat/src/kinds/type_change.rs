//! A type that one side allows and the other does not.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("type-narrowed", "type-widened"),
    remedies: (
        "keep the old type beside the new one (an untagged enum), or add a member with the new type",
        "write the old type as long as older readers are about",
    ),
    what: ("A type is no longer taken.", "A type is taken that was not."),
    why: "The writer may send a value of a type that the reader refuses.",
    example: (r#"{"type": ["string", "null"]}"#, r#"{"type": "string"}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "type"
}

fn says(change: &Change<'_>) -> String {
    let (value, place) = (shown(change.value()), change.place());
    let types = change.says().map(shown).unwrap_or_default();
    format!("{place} must be of type {types}; the writer may send {value}")
}
