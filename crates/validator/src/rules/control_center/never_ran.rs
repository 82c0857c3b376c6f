//! `control/never-ran`.

use contracts::toolkit::Severity;

use super::cron_job_facts::{CronJob, CronJobFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/never-ran",
    level: Severity::Error,
    consumer: None,
    says: "`lastRunAt` is null exactly when `lastStatus` is `never`.",
    why: "A job that shows a result has a run behind it, and a job with a run has a result; a list \
          that sorts by the last run would show the two kinds mixed up.",
    remedy: "Set `lastRunAt` together with `lastStatus`, from the same run.",
};

/// The rule.
pub const RULE: Rule<CronJob> = Rule::<CronJob>::judged(&META, check);

fn check(job: &CronJobFacts<'_>, sink: &mut Sink<'_>) {
    match job.last_status.text() {
        Some("never") if job.last_run_at.text().is_some() => {
            sink.report("/lastRunAt", "`lastStatus` says `never`, but there is a last run");
        }
        Some(status @ ("ok" | "error")) if job.last_run_at.is_null() => {
            let message = format!("`lastStatus` is `{status}`, but `lastRunAt` names no run");
            sink.report("/lastRunAt", message);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn status_and_run_go_together() {
        let at = "2026-02-01T10:00:00Z";
        let broken = ["error /lastRunAt"];
        assert_eq!(places(&RULE, &json!({"lastStatus": "never", "lastRunAt": at})), broken);
        assert_eq!(places(&RULE, &json!({"lastStatus": "ok", "lastRunAt": null})), broken);
        assert_eq!(places(&RULE, &json!({"lastStatus": "error", "lastRunAt": null})), broken);
        for fine in [
            json!({"lastStatus": "never", "lastRunAt": null}),
            json!({"lastStatus": "ok", "lastRunAt": at}),
            json!({"lastStatus": "skipped", "lastRunAt": null}),
            json!({"lastStatus": "ok"}),
            json!({"lastStatus": "never", "lastRunAt": 5}),
        ] {
            assert!(places(&RULE, &fine).is_empty(), "{fine}");
        }
    }
}
