//! A document that fits several branches of which the reader wants exactly one.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("variants-overlap", "variants-overlapped"),
    remedies: ("give each variant a tag, or use `anyOf`", "give each variant a tag"),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword == "oneOf" && change.refusal.ways.is_empty()
}

fn says(change: &Change<'_>) -> String {
    format!("{} fits more than one of the reader's variants", change.place())
}
