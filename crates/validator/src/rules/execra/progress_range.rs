//! `execra/progress-range`.

use contracts::toolkit::Severity;

use super::event_facts::Event;
use super::job_facts::Job;
use super::part_facts::ProgressFacts;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/progress-range",
    level: Severity::Error,
    consumer: None,
    says: "A fraction lies within 0 and 1, and `done` is at most `total` where a total is known.",
    why: "Every display draws the one number that it computes from progress; beyond the end it draws \
          outside its bar.",
    remedy: "Clamp at the runtime's boundary: an interpreter's 1.2 is written as 1.",
};

/// The rule for `execra/event`.
pub const EVENT: Rule<Event> = Rule::<Event>::judged(&META, |event, sink| {
    if event.kind.text() == Some("progress_updated") {
        judge(&event.progress, sink);
    }
})
.about(&["progress"]);
/// The rule for `execra/job`.
pub const JOB: Rule<Job> = Rule::<Job>::judged(&META, |job, sink| judge(&job.progress, sink));

fn judge(progress: &ProgressFacts<'_>, sink: &mut Sink<'_>) {
    if progress.kind.text() != Some("determinate") {
        return;
    }
    match progress.unit.text() {
        Some("fraction") => {
            let value = progress.value.number();
            if let Some(value) = value.filter(|value| !(0.0..=1.0).contains(value)) {
                let message = format!("the fraction {value} is outside 0 to 1");
                sink.report("/progress/value", message);
            }
        }
        Some("count" | "bytes") => {
            let (done, total) = (progress.done.int(), progress.total.int());
            if let (Some(done), Some(total)) = (done, total)
                && done > total
            {
                sink.report("/progress/done", format!("{done} are done, of only {total}"));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn said(mut progress: Value) -> Vec<String> {
        progress["kind"] = json!("determinate");
        let event = json!({"kind": "progress_updated", "progress": progress});
        let places_on_event = places(&EVENT, &event);
        assert_eq!(places_on_event, places(&JOB, &event), "one rule for both");
        places_on_event
    }

    #[test]
    fn a_measure_stays_within_its_whole() {
        for fine in [
            json!({"unit": "fraction", "value": 0}),
            json!({"unit": "fraction", "value": 1.0}),
            json!({"unit": "count", "done": 3, "total": 3}),
            json!({"unit": "bytes", "done": 3, "total": null}),
            json!({"unit": "bytes", "done": 3}),
            json!({"unit": "fraction", "value": "1.2"}),
            json!({"unit": "hours", "value": 9, "done": 9, "total": 1}),
        ] {
            assert!(said(fine.clone()).is_empty(), "{fine}");
        }
        for value in [1.2, 1.000_000_1, -0.1] {
            assert_eq!(
                said(json!({"unit": "fraction", "value": value})),
                ["error /progress/value"]
            );
        }
        for unit in ["count", "bytes"] {
            let over = json!({"unit": unit, "done": 4, "total": 3});
            assert_eq!(said(over), ["error /progress/done"]);
        }
    }

    #[test]
    fn progress_of_another_kind_of_event_is_not_judged() {
        let event = json!({"kind": "cancelled", "progress": {"kind": "determinate",
            "unit": "fraction", "value": 2}});
        assert!(places(&EVENT, &event).is_empty());
    }
}
