//! `runner/generated-in-future`: a report is not from tomorrow.

use contracts::toolkit::Severity;

use super::policy;
use super::report_facts::ReportFacts;
use super::timestamp::parse;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/generated-in-future",
    level: Severity::Error,
    consumer: None,
    says: "With a clock: `generated_at` is not later than now by more than 5 minutes of skew.",
    why: "A report from the future would look fresh for as long as it likes.",
    remedy: "Set the clock of the machine that made the report, and make it again.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(now), Some(made)) = (sink.context().now, facts.generated_at.text()) else { return };
    let Some(made_at) = parse(made) else { return };
    if policy::from_future(now, made_at) {
        let ahead = -policy::age_seconds(now, made_at);
        sink.report(
            "/generated_at",
            format!("`{}` is {ahead} seconds after now, {now}; 300 are allowed", short(made)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};

    fn at(now: &str) -> Vec<String> {
        codes(&report(), Context { now: Some(now.parse().unwrap()), ..Context::default() })
    }

    #[test]
    fn a_report_from_beyond_the_skew_is_found_and_only_with_a_clock() {
        assert_eq!(at("2026-02-19T23:54:59Z"), ["E runner/generated-in-future /generated_at"]);
        assert_eq!(at("2026-02-19T23:55:00Z"), [""; 0]);
        assert_eq!(codes(&report(), Context::default()), [""; 0]);
    }
}
