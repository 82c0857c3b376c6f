//! A pattern that the two sides set differently.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("pattern-tightened", "pattern-loosened"),
    remedies: ("keep the wider pattern", "keep writing what the old pattern takes"),
    what: ("A text must match a pattern now.", "A text need no longer match its pattern."),
    why: "The writer may send a text that the reader's pattern does not match.",
    example: (r#"{"type": "string"}"#, r#"{"type": "string", "pattern": "^[a-z]+$"}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "pattern"
}

fn says(change: &Change<'_>) -> String {
    let pattern = change.says().map(shown).unwrap_or_default();
    format!("{} must match {pattern} for the reader", change.place())
}
