//! A member that one side declares and the other, being closed, refuses.

use super::Kind;
use crate::cause::{Change, Direction};

pub(super) const KIND: Kind = Kind {
    names: ("property-removed", "property-added"),
    remedies: (
        "keep the member (deprecated) or an alias with `#[serde(alias = …)]`, or begin a new major version",
        "let readers ignore members that they do not know, or add the member in a new major version",
    ),
    what: ("A member is gone from a closed object.", "A member is new in a closed object."),
    why: "A closed object refuses every member that it does not declare.",
    example: (
        r#"{"type": "object", "properties": {"id": {}, "note": {}}, "additionalProperties": false}"#,
        r#"{"type": "object", "properties": {"id": {}}, "additionalProperties": false}"#,
    ),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    let closed = matches!(
        change.refusal.keyword.as_str(),
        "additionalProperties" | "unevaluatedProperties" | "falseSchema"
    );
    closed && change.declared_before(&change.name())
        || change.refusal.keyword == "falseSchema"
            && change.refusal.schema_pointer.contains("/properties/")
}

fn says(change: &Change<'_>) -> String {
    let (name, place) = (change.name(), change.place());
    match change.direction {
        Direction::Backward => format!("`{name}` is no longer a member of {place}"),
        Direction::Forward => {
            format!("`{name}` is new in {place}, and older readers refuse members they do not know")
        }
    }
}
