//! `yaml/non-string-key`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/non-string-key",
    level: Severity::Error,
    consumer: None,
    says: "Every key of a mapping is a string.",
    why: "JSON objects have string keys only; readers turn `1:`, `true:` or `null:` into strings in different ways, or fail.",
    remedy: "Put the key in quotes.",
};
