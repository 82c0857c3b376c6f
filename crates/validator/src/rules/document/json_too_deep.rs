//! `json/too-deep`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/too-deep",
    level: Severity::Error,
    consumer: None,
    says: "Arrays and objects nest no deeper than the limit, 128 levels unless told otherwise.",
    why: "No contract needs such depth; readers that follow it run out of stack.",
    remedy: "Flatten the document, or raise the limit with --max-depth if the depth is meant.",
};
