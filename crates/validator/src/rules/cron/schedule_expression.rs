//! `cron/schedule-expression`: the schedule parses.

use contracts::toolkit::Severity;

use super::expression::{self, Refusal};
use super::facts::{Report, ReportFacts};
use crate::phrase::short;
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "cron/schedule-expression",
    level: Severity::Error,
    consumer: None,
    says: "`schedule` is a cron expression: five fields with names, steps, ranges and lists, or \
           one of the macros.",
    why: "The server works out from it when the next run is due; a text that no cron program \
          reads makes every run look missed.",
    remedy: "Report the schedule as the crontab line has it: minute, hour, day of month, month, \
             day of week, or a macro such as `@daily`.",
};

/// The rule; the schema's pattern refuses at the same place what a pattern can refuse.
pub(super) const RULE: Rule<Report> = Rule::<Report>::judged(&META, check).about(&["schedule"]);

fn check(report: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let Some(schedule) = report.schedule.text() else { return };
    if let Err(refusal) = expression::check(schedule) {
        tell(schedule, &refusal, sink);
    }
}

#[cold]
fn tell(schedule: &str, refusal: &Refusal, sink: &mut Sink<'_>) {
    let shown = short(schedule);
    sink.report("/schedule", format!("`\"{shown}\"` is no cron expression: {refusal}"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::rules::cron::judged;

    #[test]
    fn the_message_names_the_field() {
        let found = judged(&super::RULE, &json!({"schedule": "0 25 * * *"}));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("the hour field"), "{}", found[0].message);
        assert_eq!(found[0].location.pointer, "/schedule");
    }

    #[test]
    fn a_fine_schedule_and_one_of_another_type_are_passed_over() {
        for schedule in [json!("@reboot"), json!("0 5 * * *"), json!(null), json!(5)] {
            assert!(judged(&super::RULE, &json!({"schedule": schedule})).is_empty());
        }
    }
}
