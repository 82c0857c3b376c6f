//! A type that one side allows and the other does not.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("type-narrowed", "type-widened"),
    remedies: (
        "keep the old type beside the new one (an untagged enum), or add a member with the new type",
        "write the old type as long as older readers are about",
    ),
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
