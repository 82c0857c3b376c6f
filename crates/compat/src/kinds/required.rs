//! A member that one side requires and the other leaves out.

use super::Kind;
use crate::cause::{Change, Direction};

pub(super) const KIND: Kind = Kind {
    names: ("required-added", "required-removed"),
    remedies: (
        "make it optional with `#[serde(default)]`, or begin a new major version",
        "keep writing it as long as older readers require it",
    ),
    what: ("A member must be there now.", "A member need no longer be there."),
    why: "The writer may leave out what the reader requires.",
    example: (r#"{"type": "object"}"#, r#"{"type": "object", "required": ["owner"]}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "required"
}

fn says(change: &Change<'_>) -> String {
    let (name, place) = (change.name(), change.place());
    match change.direction {
        Direction::Backward => format!("`{name}` is required in {place} now"),
        Direction::Forward => {
            format!("`{name}` may be missing in {place} now; older readers require it")
        }
    }
}
