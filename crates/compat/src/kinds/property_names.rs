//! Names of members that one side allows and the other does not.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("property-names-tightened", "property-names-loosened"),
    remedies: ("keep the wider rule for names", "keep writing names that the old rule takes"),
    what: (
        "The names of members are held to a rule now.",
        "The names of members are no longer held to a rule.",
    ),
    why: "The writer may use names that the reader does not take.",
    example: (r#"{"type": "object"}"#, r#"{"type": "object", "propertyNames": {"maxLength": 8}}"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.schema_pointer.contains("/propertyNames")
}

fn says(change: &Change<'_>) -> String {
    format!("{} has a member whose name the reader does not take", change.place())
}
