//! `json/duplicate-key`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/duplicate-key",
    level: Severity::Error,
    consumer: None,
    says: "A key stands at most once in an object.",
    why: "RFC 8259 leaves open which of two values wins, and readers disagree; a contract cannot allow a document that two readers see differently.",
    remedy: "Keep one of the two members and remove the other.",
};
