//! The kinds of change, one file each: what a break is called, what it says, what to do instead.

mod bound;
mod contains;
mod declared;
mod dependency;
mod enum_value;
mod exclusion;
mod explained;
mod fallback;
mod format;
mod item;
mod multiple;
mod object_closed;
mod overlap;
mod pattern;
mod property;
mod property_names;
mod required;
mod type_change;
mod unique_items;
mod variant;

pub use explained::{Example, Explained, explained, explained_all};
pub(crate) use explained::{REMOVED, UNKNOWN};

use crate::cause::{Change, Direction};

/// A kind of change.
pub(crate) struct Kind {
    /// Its name when a new reader refuses old data, and when an old reader refuses new data.
    pub(crate) names: (&'static str, &'static str),
    /// What to do instead, for the same two cases.
    pub(crate) remedies: (&'static str, &'static str),
    /// What happened, in one general sentence, for the same two cases.
    pub(crate) what: (&'static str, &'static str),
    /// Why it is a break.
    pub(crate) why: &'static str,
    /// The smallest pair of schemas, as JSON texts, that shows it when data goes from the first
    /// to the second; the other way round it shows the second case.
    pub(crate) example: (&'static str, &'static str),
    /// Whether a change is of this kind; the first kind that fits names it.
    pub(crate) fits: fn(&Change<'_>) -> bool,
    /// The change in one sentence.
    pub(crate) says: fn(&Change<'_>) -> String,
}

/// Every kind, the more telling ones first.
pub(crate) const KINDS: &[Kind] = &[
    required::KIND,
    dependency::KIND,
    declared::KIND,
    property::KIND,
    object_closed::KIND,
    enum_value::KIND,
    type_change::KIND,
    bound::KIND,
    multiple::KIND,
    pattern::KIND,
    format::KIND,
    unique_items::KIND,
    contains::KIND,
    item::KIND,
    property_names::KIND,
    overlap::KIND,
    variant::KIND,
    exclusion::KIND,
    fallback::KIND,
];

/// The kind that fits a change.
pub(crate) fn kind_of(change: &Change<'_>) -> &'static Kind {
    KINDS.iter().find(|kind| (kind.fits)(change)).unwrap_or(&fallback::KIND)
}

impl Kind {
    /// The name in a direction.
    pub(crate) fn name(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Backward => self.names.0,
            Direction::Forward => self.names.1,
        }
    }

    /// What to do instead.
    pub(crate) fn remedy(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Backward => self.remedies.0,
            Direction::Forward => self.remedies.1,
        }
    }
}
