//! `execra/time-order`.

use contracts::toolkit::{Finding, Severity};

use super::step::At;
use super::stream_rule;
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/time-order",
    level: Severity::Error,
    consumer: None,
    says: "`at` never goes back within a job; across jobs any order is fine.",
    why: "Events of a job are totally ordered by their time: a consumer that sorts by it \
           must not swap two of them.",
    remedy: "Take the time from a clock that does not go back, or never write one before the \
           job's last.",
};

/// What is wrong with an event that comes after one that is later.
#[must_use]
pub fn finding(line: u64, last: At, at: At) -> Finding {
    let message = format!(
        "the event happened at {}.{:09}, before the job's event before it, at {}.{:09}",
        at.0, at.1, last.0, last.1
    );
    stream_rule::finding(&META, META.level, line, "/at", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_times_are_told() {
        let finding = finding(7, (5, 1), (5, 0));
        assert_eq!(finding.location.line, Some(7));
        assert!(
            finding.message.contains("at 5.000000000") && finding.message.contains("5.000000001")
        );
    }
}
