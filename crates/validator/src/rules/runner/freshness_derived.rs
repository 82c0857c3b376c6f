//! `matrix/freshness-derived`: a row is as fresh as its times say.

use contracts::runner::LaneClass;
use contracts::toolkit::Severity;
use jiff::Timestamp;

use super::matrix_facts::{MatrixFacts, RowFacts, word};
use super::policy;
use super::timestamp::parse;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "matrix/freshness-derived",
    level: Severity::Error,
    consumer: None,
    says: "A `fresh` row is not older than `slo_hours` nor past `fresh_until`; a `stale` row is one of the two.",
    why: "Freshness decides what a report is worth today; a row that says otherwise than its own times was edited, or made by a broken clock.",
    remedy: "Make the matrix anew with `data-contracts ingest`; never edit one by hand.",
};

pub(super) fn check(facts: &MatrixFacts<'_>, sink: &mut Sink<'_>) {
    let now = facts.updated_at.text().and_then(parse);
    for (index, row) in facts.rows.iter().enumerate() {
        if let Some(message) = fault(row, now) {
            sink.report(format!("/matrix_rows/{index}/freshness_state"), message);
        }
    }
}

fn fault(row: &RowFacts<'_>, now: Option<Timestamp>) -> Option<String> {
    let age = age_seconds(row, now);
    let slo = bound(row);
    let over = now
        .zip(row.fresh_until.text().and_then(parse))
        .map(|(now, until)| policy::past_window(now, until));
    let old = age.zip(slo).map(|(age, slo)| !policy::within_slo(age, slo));
    match row.freshness_state.text()? {
        "fresh" if old == Some(true) => Some(format!(
            "`fresh` is stated, but the report is {} old and the bound is {} h",
            in_words(age?),
            slo?
        )),
        "fresh" if over == Some(true) => {
            Some("`fresh` is stated, but `updated_at` is past `fresh_until`".to_owned())
        }
        // Only where a row names its bound does it follow this toolkit's idea of a trustworthy
        // report; matrices of others show ages below zero.
        "fresh" if slo.is_some() && age.is_some_and(|age| age < -policy::ALLOWED_SKEW_SECONDS) => {
            Some("`fresh` is stated, but the report is from the future".to_owned())
        }
        "stale" if old == Some(false) && over == Some(false) => Some(format!(
            "`stale` is stated, but the report is {} old, the bound is {} h, and `fresh_until` is \
             not over",
            in_words(age?),
            slo?
        )),
        _ => None,
    }
}

/// The age of the report: from the two times when they are there, else as the row states it.
fn age_seconds(row: &RowFacts<'_>, now: Option<Timestamp>) -> Option<i64> {
    if let (Some(now), Some(made)) = (now, row.times.generated_at.text().and_then(parse)) {
        return Some(policy::age_seconds(now, made));
    }
    if let Some(seconds) = row.times.age_seconds.int() {
        return i64::try_from(seconds).ok();
    }
    let seconds = row.times.age_hours.number()? * 3600.0;
    // Hours with a fraction do not come back to the second exactly; rounding undoes that.
    #[allow(clippy::cast_possible_truncation)] // a float too large for the type becomes its bound
    seconds.is_finite().then(|| seconds.round() as i64)
}

/// `72 h 0 min 1 s`.
fn in_words(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.unsigned_abs();
    format!("{sign}{} h {} min {} s", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The bound of the row; the contract's cap on compatibility lanes holds whatever the row says.
fn bound(row: &RowFacts<'_>) -> Option<u32> {
    let hours = u32::try_from(row.slo_hours.int()?).ok()?;
    let class: LaneClass = word(&row.lane_class)?;
    Some(policy::capped(class, hours))
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, matrix};
    use serde_json::{Value, json};

    const FOUND: [&str; 1] = ["E matrix/freshness-derived /matrix_rows/1/freshness_state"];

    /// The second row is a compatibility lane, so that its effect is a warning when fresh.
    fn with(state: &str, times: Value, others: Value) -> Vec<String> {
        let mut document = matrix();
        let row = &mut document["matrix_rows"][1];
        row["freshness_state"] = json!(state);
        row["policy_effect"] =
            json!(if state == "fresh" { "non_blocking_warn" } else { "non_blocking_fail" });
        row["status_report"] = times;
        for (name, value) in others.as_object().unwrap() {
            row[name] = value.clone();
        }
        codes(&document, Context::default())
    }

    fn made(at: &str) -> Value {
        json!({"generated_at": at, "age_hours": 0.0})
    }

    #[test]
    fn a_fresh_row_beyond_its_bound_is_found_to_the_second() {
        let until = json!({"fresh_until": "2027-01-01T00:00:00Z"});
        assert_eq!(with("fresh", made("2026-02-20T00:00:00Z"), until.clone()), [""; 0]);
        assert_eq!(with("fresh", made("2026-02-19T23:59:59Z"), until.clone()), FOUND);
        assert_eq!(with("stale", made("2026-02-20T00:00:00Z"), until.clone()), FOUND);
        assert_eq!(with("stale", made("2026-02-19T23:59:59Z"), until), [""; 0]);
    }

    #[test]
    fn so_is_one_past_its_window_or_from_the_future() {
        let over = json!({"fresh_until": "2026-02-22T23:59:59Z"});
        assert_eq!(with("fresh", made("2026-02-22T00:00:00Z"), over.clone()), FOUND);
        assert_eq!(with("stale", made("2026-02-22T00:00:00Z"), over), [""; 0]);
        assert_eq!(with("fresh", made("2026-02-23T00:05:01Z"), json!({})), FOUND);
        assert_eq!(with("fresh", made("2026-02-23T00:05:00Z"), json!({})), [""; 0]);
    }

    #[test]
    fn the_cap_holds_whatever_the_row_says() {
        let wide = json!({"slo_hours": 1000});
        assert_eq!(with("fresh", made("2026-02-19T23:00:00Z"), wide), FOUND);
    }

    #[test]
    fn stated_ages_are_taken_where_there_are_no_times_and_nothing_where_there_is_no_bound() {
        let age = |hours: f64| json!({"generated_at": "", "age_hours": hours});
        assert_eq!(with("fresh", age(72.0), json!({})), [""; 0]);
        assert_eq!(with("fresh", age(72.1), json!({})), FOUND);
        assert_eq!(with("fresh", age(72.1), json!({"slo_hours": null})), [""; 0]);
        assert_eq!(with("fresh", age(-3.0), json!({"slo_hours": null})), [""; 0]);
        assert_eq!(with("fresh", json!({"age_hours": 1e300}), json!({})), FOUND);
        let none = json!({"generated_at": "", "age_hours": null});
        assert_eq!(with("missing", none, json!({})), [""; 0]);
    }
}
