//! `yaml/syntax`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/syntax",
    level: Severity::Error,
    consumer: None,
    says: "The text is one YAML 1.2 document, encoded in UTF-8.",
    why: "A text that is not well-formed has no tree that could be judged.",
    remedy: "Correct the text at the place shown; most often it is the indentation, a missing quote or a missing space after `:`.",
};
