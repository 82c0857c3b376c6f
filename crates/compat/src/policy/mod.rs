//! From facts about a change to patch, minor or major, as the contract's policy says: pure
//! functions over schemas, lists and the policy; nothing here reads a file or a clock.

mod book;
mod declared;
mod fact;
mod facts;
mod judge;
mod lists;
mod major;
mod member;
mod notices;
mod reviews;
mod rule_table;
mod rules;
mod verdict;

pub use book::{FOLDER, PolicyFault, embedded, file_name, of_value};
pub use declared::{Promised, declared};
pub use fact::{Fact, Way};
pub use facts::{Earlier, facts, options};
pub use judge::{Judged, Reason, findings, judge};
pub use lists::{error_codes, event_types, list};
pub use major::{Brought, missing};
pub use rule_table::changes as rule_changes;
pub use rules::{MISSING, RULES};
pub use verdict::verdict;
