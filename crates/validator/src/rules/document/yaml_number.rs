//! `yaml/number`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/number",
    level: Severity::Error,
    consumer: None,
    says: "A number is finite: no `.inf`, no `.nan`.",
    why: "The contracts are JSON documents in YAML clothes, and JSON has no such numbers.",
    remedy: "Leave the member out or write null where the contract allows it; quote the word where text is meant.",
};
