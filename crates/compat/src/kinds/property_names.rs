//! Names of members that one side allows and the other does not.

use super::Kind;
use crate::cause::Change;

pub(super) const KIND: Kind = Kind {
    names: ("property-names-tightened", "property-names-loosened"),
    remedies: ("keep the wider rule for names", "keep writing names that the old rule takes"),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.schema_pointer.contains("/propertyNames")
}

fn says(change: &Change<'_>) -> String {
    format!("{} has a member whose name the reader does not take", change.place())
}
