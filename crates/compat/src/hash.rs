//! The hash of the stores: formulas and goals are looked up far more often than anything else.

/// Quick, and seeded anew in every process; no order of a map is ever looked at.
pub(crate) type Quick = foldhash::fast::RandomState;
