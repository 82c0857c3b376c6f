//! Items that an array must hold on one side only.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("contains-tightened", "contains-loosened"),
    remedies: ("keep the weaker demand", "keep writing the items that older readers look for"),
    what: (
        "An array must hold more, or fewer, of certain items than before.",
        "An array need no longer hold the items that it had to hold.",
    ),
    why: "The reader counts items of a kind, and the writer need not send that many.",
    example: (r#"{"type": "array"}"#, r#"{"type": "array", "contains": {"const": "id"}}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(change.refusal.keyword.as_str(), "contains" | "minContains" | "maxContains")
}

fn says(change: &Change<'_>) -> String {
    format!("{} holds too few or too many items of the kind that the reader counts", change.place())
}
