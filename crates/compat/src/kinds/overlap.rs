//! A document that fits several branches of which the reader wants exactly one.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("variants-overlap", "variants-overlapped"),
    remedies: ("give each variant a tag, or use `anyOf`", "give each variant a tag"),
    what: (
        "A document fits several variants of which exactly one must fit.",
        "A document fits one variant now where it fitted several.",
    ),
    why: "With `oneOf` a document that fits two branches is refused, although each branch takes it.",
    example: (
        r#"{"anyOf": [{"type": "integer"}, {"type": "number"}]}"#,
        r#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#,
    ),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "oneOf" && change.refusal.ways.is_empty()
}

fn says(change: &Change<'_>) -> String {
    format!("{} fits more than one of the reader's variants", change.place())
}
