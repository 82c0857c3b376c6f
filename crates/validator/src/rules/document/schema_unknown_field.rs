//! `schema/unknown-field`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "schema/unknown-field",
    level: Severity::Note,
    consumer: None,
    says: "The document has no member that its version does not name.",
    why: "Contracts are open: readers ignore what they do not know. But a misspelt optional member is ignored just as silently.",
    remedy: "Correct the spelling, or leave it if a later version is meant; in operator-written files and with --strict remove it.",
};
