//! `version/newer`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "version/newer",
    level: Severity::Error,
    consumer: None,
    says: "The document's version is not above the newest one known here.",
    why: "A reader that does not know a version cannot know what changed in it; the contracts say refuse, never guess.",
    remedy: "Use a newer release of this toolkit, or write the document in a known version.",
};
