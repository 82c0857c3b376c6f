//! A bound on a number, a length or a count that the two sides draw differently.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("bound-tightened", "bound-loosened"),
    remedies: (
        "keep the wider bound in the type and warn about what lies beyond the new one",
        "keep writing within the old bound as long as older readers are about",
    ),
    what: (
        "A number, a length or a count may not go as far as before.",
        "A number, a length or a count may go further than before.",
    ),
    why: "Data that was within the writer's bound lies outside the reader's.",
    example: (r#"{"type": "integer", "maximum": 100}"#, r#"{"type": "integer", "maximum": 10}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(
        change.refusal.keyword.as_str(),
        "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "minLength"
            | "maxLength"
            | "minItems"
            | "maxItems"
            | "minProperties"
            | "maxProperties"
    )
}

fn says(change: &Change<'_>) -> String {
    let (place, keyword) = (change.place(), &change.refusal.keyword);
    let limit = change.says().map(shown).unwrap_or_default();
    if change.says().is_some() && change.says() == change.said() {
        // The writer's bound stands in a branch or behind a condition that does not always hold.
        return format!(
            "the reader's `{keyword}` of {place} is always {limit}, the writer's not always"
        );
    }
    let other = change.said().map_or("none".to_owned(), shown);
    format!("the reader's `{keyword}` of {place} is {limit}, the writer's {other}")
}
