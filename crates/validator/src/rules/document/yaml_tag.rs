//! `yaml/tag`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/tag",
    level: Severity::Error,
    consumer: None,
    says: "The only tags are those of the core schema: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq`, `!!map`; and a value can be what its tag says.",
    why: "Other tags make some readers construct objects of the sender's choice, and have no counterpart in JSON.",
    remedy: "Remove the tag, or write the value as the tag demands.",
};
