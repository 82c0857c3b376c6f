//! What the check of semantic breaks tells of their files. It holds witnesses against several
//! versions of another contract, so that no document alone can be a golden fixture.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// The one code there is.
pub static BREAK: Meta = Meta {
    code: "semantic/break",
    level: Severity::Error,
    consumer: None,
    says: "A semantic break names versions that there are, its writers may write the witness, and its readers' schemas say of it what the file says.",
    why: "Nothing but its witness shows that such a break is real; one that no writer may write is a story.",
    remedy: "Mend the place that the finding names: the ranges, the witness, or `reader_schema`.",
};
