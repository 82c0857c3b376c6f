//! `json/too-large`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/too-large",
    level: Severity::Error,
    consumer: None,
    says: "A document is no larger than the limit, 64 MiB a file and 4 MiB an NDJSON line unless told otherwise.",
    why: "A bound on the input is a bound on the memory that an unknown sender can make a reader spend.",
    remedy: "Split the document, or raise the limit with --max-size (--max-line for an NDJSON line) if the size is meant.",
};
