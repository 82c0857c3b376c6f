//! `json/byte-order-mark`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/byte-order-mark",
    level: Severity::Warning,
    consumer: None,
    says: "The text does not begin with a byte order mark.",
    why: "RFC 8259 forbids writers to put one there; readers may ignore it or fail.",
    remedy: "Save the file as UTF-8 without a byte order mark.",
};
