//! A position in an array that one side fills and the other refuses.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("items-closed", "items-opened"),
    remedies: ("keep the longer form", "keep writing the shorter form"),
    what: (
        "An array takes no further items at a position.",
        "An array takes items at a position where it took none.",
    ),
    why: "The writer may send a longer array than the reader takes.",
    example: (r#"{"type": "array"}"#, r#"{"type": "array", "prefixItems": [{}], "items": false}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    matches!(change.refusal.keyword.as_str(), "additionalItems" | "unevaluatedItems")
        || change.refusal.keyword == "falseSchema"
            && ["/items", "/prefixItems/", "/additionalItems"]
                .iter()
                .any(|k| change.refusal.schema_pointer.contains(k))
}

fn says(change: &Change<'_>) -> String {
    format!("{} is an item that the reader does not take", change.place())
}
