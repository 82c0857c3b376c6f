//! `control/unknown-enum`: a clause of each closed set carries the rule alone.

use contracts::toolkit::Severity;

use crate::facts::FactsFamily;
use crate::rule::{Meta, Rule};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/unknown-enum",
    level: Severity::Error,
    consumer: Some(Severity::Note),
    says: "Every member with a closed set holds one of the values that v1 names.",
    why: "A minor update may add values, so clients have to tolerate one that they do not know; a \
          producer of v1 has no business writing one.",
    remedy: "Write one of the named values; as a client, fall back to a neutral display.",
};

/// The rule, for any contract of the family.
#[must_use]
pub const fn rule<F: FactsFamily>() -> Rule<F> {
    Rule::in_schema(&META)
}
