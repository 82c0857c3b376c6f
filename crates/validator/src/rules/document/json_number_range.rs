//! `json/number-range`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "json/number-range",
    level: Severity::Error,
    consumer: None,
    says: "An integer literal lies between -9223372036854775808 and 18446744073709551615, and any number fits a 64-bit float.",
    why: "Beyond these bounds readers round, wrap or refuse, each in its own way, so the number would not arrive as it was sent.",
    remedy: "Write a number inside the bounds, or send the digits as a string where the contract has one.",
};
