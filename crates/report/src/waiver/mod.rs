//! Waivers: findings that somebody answers for, for a limited time.

mod book;
mod rules;
mod term;

pub use book::{ANY_RULE, Applied, Subject, WaiverBook, apply};
pub use rules::{EXPIRED, EXPIRES_SOON, RULES, TOO_LONG, UNUSED, WaiverRule, help};
pub use term::{LONGEST_DAYS, SOON_DAYS, last_day};
