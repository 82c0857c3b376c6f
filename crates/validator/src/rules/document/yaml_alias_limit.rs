//! `yaml/alias-limit`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/alias-limit",
    level: Severity::Error,
    consumer: None,
    says: "Aliases expand to at most 100,000 values and 16 MiB of text in a document, and never to themselves.",
    why: "A few lines of aliases to aliases can stand for billions of values; a reader that expands them is at the mercy of the sender.",
    remedy: "Write the values out, or share less of them.",
};
