//! `control/utc-timestamp`: the schema carries the rule; here it gets words for what is wrong.

use contracts::toolkit::Severity;
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::agent_facts::Agent;
use super::config_facts::Config;
use super::cron_job_facts::CronJob;
use super::event_facts::Event;
use super::tasks_usage_facts::TasksUsage;
use crate::facts::Fact;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/utc-timestamp",
    level: Severity::Error,
    consumer: None,
    says: "Every timestamp is ISO-8601 text in UTC, its zone written as `Z` or `+00:00`.",
    why: "Clients compare and sort timestamps as they come; a local time, or one without its zone, \
          puts events into the wrong order.",
    remedy: "Write the instant in UTC, `2026-02-01T10:00:00Z` for example.",
};

/// The rule for `control-center/agent`.
pub const AGENT: Rule<Agent> = Rule::<Agent>::judged(&META, |agent, sink| {
    judge(&agent.heartbeat.last_run_at, "/heartbeat/lastRunAt", sink);
});
/// The rule for `control-center/config`.
pub const CONFIG: Rule<Config> = Rule::<Config>::judged(&META, |config, sink| {
    judge(&config.last_touched_at, "/lastTouchedAt", sink);
});
/// The rule for `control-center/cron-job`.
pub const CRON_JOB: Rule<CronJob> = Rule::<CronJob>::judged(&META, |job, sink| {
    judge(&job.schedule.at, "/schedule/at", sink);
    judge(&job.last_run_at, "/lastRunAt", sink);
    judge(&job.next_run_at, "/nextRunAt", sink);
});
/// The rule for `control-center/tasks-usage`.
pub const TASKS_USAGE: Rule<TasksUsage> = Rule::<TasksUsage>::judged(&META, |tasks, sink| {
    for (index, task) in tasks.active_tasks.iter().enumerate() {
        judge(&task.started_at, &format!("/activeTasks/{index}/startedAt"), sink);
        judge(&task.ended_at, &format!("/activeTasks/{index}/endedAt"), sink);
    }
});
/// The rule for `control-center/event`.
pub const EVENT: Rule<Event> =
    Rule::<Event>::judged(&META, |event, sink| judge(&event.occurred_at, "/occurredAt", sink));

/// Says what is wrong; the schema's clause is the judge of the form, so nothing is refused here
/// that the clause takes.
fn judge(fact: &Fact<'_>, pointer: &str, sink: &mut Sink<'_>) {
    let Some(text) = fact.text() else { return };
    let Some(why) = fault(text) else { return };
    sink.report(pointer, format!("{} {why}", quote(text)));
}

fn fault(text: &str) -> Option<&'static str> {
    let is_local = |text: &str| text.parse::<DateTime>().is_ok();
    let utc = ["Z", "z", "+00:00"].iter().find_map(|zone| text.strip_suffix(zone));
    match utc {
        Some(local) if is_local(local) => None,
        // A date and time without a zone is no instant.
        None if text.parse::<Timestamp>().is_ok() => {
            Some("is an instant, but its zone is not written as UTC")
        }
        None if is_local(text) => Some("does not say which zone it is in"),
        _ => Some("is not an ISO-8601 date and time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::rules::probe;
    use serde_json::json;

    fn said(text: &str) -> Vec<String> {
        let findings = probe::findings(&EVENT, &json!({"occurredAt": text}), Context::default());
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn utc_in_either_spelling_passes() {
        for text in
            ["2026-02-01T10:00:00Z", "2026-02-01T10:00:00.123456789+00:00", "9999-12-31T23:59:59Z"]
        {
            assert!(said(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        assert!(said("2026-02-01T12:00:00+02:00")[0].contains("not written as UTC"));
        assert!(said("2026-02-01T10:00:00-00:00")[0].contains("not written as UTC"));
        assert!(said("2026-02-01T10:00:00")[0].contains("which zone"));
        assert!(said("yesterday")[0].contains("not an ISO-8601"));
        assert!(said("2026-02-30T10:00:00Z")[0].contains("not an ISO-8601"));
    }

    #[test]
    fn every_timestamp_of_a_job_is_looked_at() {
        let job = json!({"schedule": {"at": "x"}, "lastRunAt": "x", "nextRunAt": null});
        assert_eq!(probe::places(&CRON_JOB, &job), ["error /schedule/at", "error /lastRunAt"]);
    }
}
