//! `json/syntax`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/syntax",
    level: Severity::Error,
    consumer: None,
    says: "The text is one JSON value as RFC 8259 defines it, encoded in UTF-8.",
    why: "A text that only lenient readers take means different things to different readers, or nothing at all.",
    remedy: "Correct the text at the place shown; a JSON library writes it right by itself.",
};
