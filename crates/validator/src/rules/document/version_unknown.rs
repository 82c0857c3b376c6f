//! `version/unknown`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "version/unknown",
    level: Severity::Error,
    consumer: None,
    says: "The document's version is one that the catalogue holds.",
    why: "Without its version there is no schema and no rule to judge a document by.",
    remedy: "Write one of the versions that the message lists.",
};
