//! A divisor that the two sides set differently.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("multiple-of-tightened", "multiple-of-loosened"),
    remedies: ("keep the finer divisor", "keep writing multiples of the old divisor"),
    what: (
        "A number must be a multiple of something now.",
        "A number need no longer be a multiple of something.",
    ),
    why: "The writer's numbers fall between the steps that the reader takes.",
    example: (r#"{"type": "integer"}"#, r#"{"type": "integer", "multipleOf": 5}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "multipleOf"
}

fn says(change: &Change<'_>) -> String {
    let limit = change.says().map(shown).unwrap_or_default();
    format!("{} must be a multiple of {limit} for the reader", change.place())
}
