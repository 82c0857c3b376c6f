//! `yaml/byte-order-mark`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/byte-order-mark",
    level: Severity::Warning,
    consumer: None,
    says: "The text does not begin with a byte order mark.",
    why: "YAML readers may take it for part of the first key; without it every reader sees the same text.",
    remedy: "Save the file as UTF-8 without a byte order mark.",
};
