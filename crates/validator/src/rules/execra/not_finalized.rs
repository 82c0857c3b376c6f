//! `execra/not-finalized`.

use contracts::toolkit::{Finding, Severity};

use super::stream_rule;
use crate::read::quote;
use crate::rule::Meta;

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/not-finalized",
    level: Severity::Error,
    consumer: None,
    says: "A stream does not end before its jobs are finalized; one that is still growing \
           (`--live`) may.",
    why: "A job without an outcome looks as if it ran for ever.",
    remedy: "Finalize every job before closing the stream; judge a stream that is still growing \
           with `--live`.",
};

/// What is wrong with a job that is open at the end of the stream; `line` is its first event's.
#[must_use]
pub fn finding(line: u64, job: &str, live: bool) -> Finding {
    let level = if live { Severity::Note } else { META.level };
    let message = format!("the stream ends before job {} is finalized", quote(job));
    stream_rule::finding(&META, level, line, "/job", message)
}

/// What is wrong with jobs that were open when they were let go, and never heard of again.
#[must_use]
pub fn others(count: u64, level: Severity) -> Finding {
    let message = format!(
        "the stream ends before {count} more jobs are finalized: they were let go, since too much \
         was open at a time"
    );
    let mut finding = stream_rule::finding(&META, level, 0, "/job", message);
    finding.location.line = None;
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_stream_is_told_lightly() {
        assert_eq!(finding(3, "j", false).severity, Severity::Error);
        assert_eq!(finding(3, "j", true).severity, Severity::Note);
    }
}
