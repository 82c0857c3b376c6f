//! `version/not-accepted`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "version/not-accepted",
    level: Severity::Error,
    consumer: None,
    says: "With `--accept`: the document's version is one of those that are accepted.",
    why: "While a reader moves from one version to the next it takes both, and nothing else; a third one would be read by guessing.",
    remedy: "Migrate the document (`data-contracts migrate --to VERSION`), or accept its version too.",
};
