//! `control/schedule-kind`.

use contracts::toolkit::Severity;

use super::cron_job_facts::{CronJob, CronJobFacts, ScheduleFacts};
use crate::facts::Fact;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/schedule-kind",
    level: Severity::Error,
    consumer: None,
    says: "Kind `cron` needs a valid `expr`, `every` an `everyMs` above 0, `at` an `at`; the other \
           two of the three are null, and `tz`, when set, names an IANA zone.",
    why: "The scheduler reads only the member of its kind: a second one is an intention that nobody \
          carries out, and a zone that does not exist runs the job at another hour.",
    remedy: "Set the member of the kind and write null into the others.",
};

/// The rule.
pub const RULE: Rule<CronJob> = Rule::<CronJob>::judged(&META, check);

fn check(job: &CronJobFacts<'_>, sink: &mut Sink<'_>) {
    let schedule = &job.schedule;
    zone(&schedule.tz, sink);
    let Some(kind) = schedule.kind.text() else { return };
    for (of, name, fact) in members(schedule) {
        let pointer = format!("/schedule/{name}");
        if of == kind {
            if let Some(message) = needed(kind, name, fact) {
                sink.report(pointer, message);
            }
        } else if of_its_type(of, fact) && matches!(kind, "cron" | "every" | "at") {
            let message = format!("`{name}` is set, but a schedule of kind `{kind}` has none");
            sink.report(pointer, message);
        }
    }
}

/// Each kind with the member that belongs to it.
fn members<'f, 'd>(
    schedule: &'f ScheduleFacts<'d>,
) -> [(&'static str, &'static str, &'f Fact<'d>); 3] {
    [
        ("cron", "expr", &schedule.expr),
        ("every", "everyMs", &schedule.every_ms),
        ("at", "at", &schedule.at),
    ]
}

/// A value of another type is a fault of type, which the schema says.
fn of_its_type(kind: &str, fact: &Fact<'_>) -> bool {
    if kind == "every" { fact.number().is_some() } else { fact.text().is_some() }
}

/// What is wrong with the member that the kind needs; an absent one is a schema fault.
fn needed(kind: &str, name: &str, fact: &Fact<'_>) -> Option<String> {
    match fact {
        Fact::Null => Some(format!("a schedule of kind `{kind}` needs `{name}`, found null")),
        Fact::Int(0) => Some("an interval of 0 ms never ends; it is above 0".to_owned()),
        Fact::Text(expression) if kind == "cron" => {
            let refusal = crate::rules::cron::expression::check(expression).err()?;
            Some(format!("{} is no cron expression: {refusal}", quote(expression)))
        }
        _ => None,
    }
}

fn zone(tz: &Fact<'_>, sink: &mut Sink<'_>) {
    let Some(name) = tz.text() else { return };
    if jiff::tz::TimeZone::get(name).is_err() {
        sink.report("/schedule/tz", format!("{} is no IANA time zone", quote(name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn said(kind: &str, expr: Value, every: Value, at: Value) -> Vec<String> {
        let schedule = json!({"kind": kind, "expr": expr, "everyMs": every, "at": at, "tz": null});
        places(&RULE, &json!({"schedule": schedule}))
    }

    #[test]
    fn each_kind_needs_its_member_and_no_other() {
        let (null, expr, at) = (json!(null), json!("*/5 * * * *"), json!("2026-02-01T10:00:00Z"));
        assert!(said("cron", expr.clone(), null.clone(), null.clone()).is_empty());
        assert!(said("every", null.clone(), json!(0.5), null.clone()).is_empty());
        assert!(said("at", null.clone(), null.clone(), at.clone()).is_empty());
        let expr_broken = ["error /schedule/expr"];
        assert_eq!(said("cron", null.clone(), null.clone(), null.clone()), expr_broken);
        assert_eq!(said("every", expr.clone(), json!(5), null.clone()), expr_broken);
        assert_eq!(
            said("every", null.clone(), json!(0), null.clone()),
            ["error /schedule/everyMs"]
        );
        assert_eq!(
            said("at", expr.clone(), json!(5), null.clone()),
            ["error /schedule/expr", "error /schedule/everyMs", "error /schedule/at"]
        );
        assert!(said("lunar", expr, null, at).is_empty(), "an unknown kind is another rule's");
    }

    #[test]
    fn an_expression_is_read() {
        let null = || json!(null);
        for broken in ["", "* * * *", "61 * * * *", "0 0 L * *"] {
            assert_eq!(said("cron", json!(broken), null(), null()), ["error /schedule/expr"]);
        }
        assert!(said("cron", json!("@reboot"), null(), null()).is_empty());
    }

    #[test]
    fn a_zone_is_looked_up() {
        let tz = |name: &str| places(&RULE, &json!({"schedule": {"tz": name}}));
        for fine in ["Europe/Paris", "UTC", "America/Argentina/Buenos_Aires"] {
            assert!(tz(fine).is_empty(), "{fine}");
        }
        for broken in ["Mars/Olympus", "", "+02:00", "../etc"] {
            assert_eq!(tz(broken), ["error /schedule/tz"], "{broken}");
        }
    }
}
