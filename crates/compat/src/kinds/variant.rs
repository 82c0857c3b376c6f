//! A variant that one side has and the other does not.

use super::Kind;
use crate::cause::{Change, Direction, shown};

pub(super) const KIND: Kind = Kind {
    names: ("variant-removed", "variant-added"),
    remedies: (
        "keep the variant, or begin a new major version",
        "let older readers tolerate unknown variants (`#[serde(other)]`), or begin a new major version",
    ),
    what: ("A variant of a union is gone.", "A union has a new variant."),
    why: "A value that fits no variant of the reader's union is refused.",
    example: (
        r#"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#,
        r#"{"anyOf": [{"type": "string"}]}"#,
    ),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(change.refusal.keyword.as_str(), "anyOf" | "oneOf")
}

fn says(change: &Change<'_>) -> String {
    let (value, place) = (shown(change.value()), change.place());
    match change.direction {
        Direction::Backward => format!("no variant takes {value} at {place} any more"),
        Direction::Forward => {
            format!("{value} at {place} is a variant that older readers do not know")
        }
    }
}
