//! `yaml/duplicate-key`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/duplicate-key",
    level: Severity::Error,
    consumer: None,
    says: "A key stands at most once in a mapping.",
    why: "YAML demands unique keys, but many readers silently take the last one, so two readers would see two documents.",
    remedy: "Keep one of the two entries and remove the other.",
};
