//! `runner/fresh-window`: a report does not expire before it was made.

use contracts::toolkit::Severity;

use super::report_facts::ReportFacts;
use super::timestamp::parse;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/fresh-window",
    level: Severity::Error,
    consumer: None,
    says: "`fresh_until` is not before `generated_at`.",
    why: "A window that ends before it begins can hold no reader to anything: the report would be stale from the start.",
    remedy: "Set `fresh_until` to `generated_at` plus the time for which the report shall count.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(made), Some(until)) = (facts.generated_at.text(), facts.fresh_until.text()) else {
        return;
    };
    if let (Some(made_at), Some(until_at)) = (parse(made), parse(until))
        && until_at < made_at
    {
        sink.report(
            "/fresh_until",
            format!("`{}` is before `generated_at`, `{}`", short(until), short(made)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};
    use serde_json::json;

    #[test]
    fn a_window_that_ends_before_it_begins_is_found() {
        let mut document = report();
        document["fresh_until"] = json!("2026-02-19T23:59:59Z");
        assert_eq!(codes(&document, Context::default()), ["E runner/fresh-window /fresh_until"]);
    }

    #[test]
    fn an_empty_window_and_what_is_no_time_are_not() {
        for until in ["2026-02-20T00:00:00Z", "2026-02-20T00:00:00+00:00", "soon"] {
            let mut document = report();
            document["fresh_until"] = json!(until);
            assert_eq!(codes(&document, Context::default()), [""; 0], "{until}");
        }
    }
}
