//! `yaml/too-large`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/too-large",
    level: Severity::Error,
    consumer: None,
    says: "A document is no larger than the limit, 64 MiB a file unless told otherwise, and no single text or inline collection in it larger than 4 MiB.",
    why: "A bound on the input is a bound on the memory that an unknown sender can make a reader spend.",
    remedy: "Split the document, or raise the limit with --max-size (--max-line for a single part) if the size is meant.",
};
