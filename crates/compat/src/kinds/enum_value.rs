//! A value that one side names and the other does not.

use super::Kind;
use crate::cause::{Change, Direction, shown};

pub(super) const KIND: Kind = Kind {
    names: ("enum-value-removed", "enum-value-added"),
    remedies: (
        "keep the value and stop writing it, or begin a new major version",
        "let older readers tolerate unknown values (`#[serde(other)]`), or begin a new major version",
    ),
    what: (
        "A value is no longer among those that are taken.",
        "A value is new among those that may be sent.",
    ),
    why: "A closed set of values is closed for readers too: one they do not know is an error to them.",
    example: (r#"{"enum": ["low", "high"]}"#, r#"{"enum": ["low"]}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(change.refusal.keyword.as_str(), "enum" | "const")
}

fn says(change: &Change<'_>) -> String {
    let (value, place) = (shown(change.value()), change.place());
    match change.direction {
        Direction::Backward => format!("{place} may no longer be {value}"),
        Direction::Forward => {
            format!("{place} may be {value} now, which older readers do not know")
        }
    }
}
