//! A format that only one side demands.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("format-tightened", "format-loosened"),
    remedies: (
        "keep it a plain string, or add a member with the format",
        "keep writing the old format",
    ),
    what: ("A text must have a format now.", "A text need no longer have its format."),
    why: "Where formats are asserted, a text without the format is refused.",
    example: (r#"{"type": "string"}"#, r#"{"type": "string", "format": "date-time"}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "format"
}

fn says(change: &Change<'_>) -> String {
    let format = change.says().map(shown).unwrap_or_default();
    format!("{} must have the format {format} for the reader", change.place())
}
