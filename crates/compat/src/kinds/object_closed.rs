//! An object that one side leaves open and the other closes.

use super::Kind;
use crate::cause::{Change, Direction};

pub(super) const KIND: Kind = Kind {
    names: ("object-closed", "object-opened"),
    remedies: (
        "leave the object open, or declare the members that are in use",
        "keep the object closed, or let older readers ignore what they do not know",
    ),
    what: ("An object takes no further members now.", "An object takes further members now."),
    why: "The writer may send members that the reader refuses because it does not know them.",
    example: (r#"{"type": "object"}"#, r#"{"type": "object", "additionalProperties": false}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(
        change.refusal.keyword.as_str(),
        "additionalProperties" | "unevaluatedProperties" | "maxProperties"
    ) && change.said().is_none()
}

fn says(change: &Change<'_>) -> String {
    let place = change.place();
    match change.direction {
        Direction::Backward => format!("{place} takes no further members now"),
        Direction::Forward => {
            format!("{place} may hold further members now; older readers refuse them")
        }
    }
}
