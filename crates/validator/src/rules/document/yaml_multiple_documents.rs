//! `yaml/multiple-documents`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/multiple-documents",
    level: Severity::Error,
    consumer: None,
    says: "The text holds one document.",
    why: "A reader that expects one takes the first, or the last, or fails; which part would be judged is anybody's guess.",
    remedy: "Put each document into a file of its own, or send records as NDJSON.",
};
