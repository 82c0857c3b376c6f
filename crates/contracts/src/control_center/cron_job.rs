//! `control-center/cron-job` v1: a scheduled job (section 3 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Nullable, UtcTimestamp, tolerated_enum::tolerated_enum};

/// A scheduled job and how it last went (section 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("allOf" = [
    schemars::json_schema!({
        "$comment": "rule control/never-ran",
        "if": { "properties": { "lastStatus": { "const": "never" } }, "required": ["lastStatus"] },
        "then": { "properties": { "lastRunAt": { "not": { "type": "string" } } } }
    }),
    schemars::json_schema!({
        "$comment": "rule control/never-ran",
        "if": { "properties": { "lastStatus": { "enum": ["ok", "error"] } }, "required": ["lastStatus"] },
        "then": { "properties": { "lastRunAt": { "not": { "type": "null" } } } }
    })
]))]
pub struct CronJob {
    /// The job's identifier (section 3, `id`).
    pub id: String,
    /// The name that people see (section 3, `name`).
    pub name: String,
    /// Whether the schedule is in force (section 3, `enabled`).
    pub enabled: bool,
    /// When the job is due (section 3, `schedule`).
    pub schedule: Schedule,
    /// How the last run ended, `never` before the first (section 3, `lastStatus`).
    pub last_status: LastStatus,
    /// When the last run began, UTC; `null` exactly when the job never ran (section 3, `lastRunAt`).
    pub last_run_at: Nullable<UtcTimestamp>,
    /// When the next run is due, UTC; `null` when none is (section 3, `nextRunAt`).
    pub next_run_at: Nullable<UtcTimestamp>,
}

/// When a job is due (section 3, `schedule`): `kind` says which one of `expr`, `everyMs` and `at`
/// is set; the other two are `null`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("allOf" = [
    needs("cron", "expr", &["everyMs", "at"]),
    needs("every", "everyMs", &["expr", "at"]),
    needs("at", "at", &["expr", "everyMs"])
]))]
pub struct Schedule {
    /// Which kind of schedule this is (section 3, `schedule.kind`).
    pub kind: ScheduleKind,
    /// The cron expression of five fields (or an @-macro) for kind `cron`; else `null` (section 3, `schedule.expr`).
    pub expr: Nullable<String>,
    /// The IANA zone, `Europe/Paris` for example, that the schedule is read in; `null` leaves it to
    /// the server (section 3, `schedule.tz`).
    pub tz: Nullable<String>,
    /// The interval in milliseconds for kind `every`, above 0; else `null` (section 3, `schedule.everyMs`).
    #[schemars(range(min = 0))]
    pub every_ms: Nullable<f64>,
    /// The one instant for kind `at`, UTC; else `null` (section 3, `schedule.at`).
    pub at: Nullable<UtcTimestamp>,
}

/// The clause of `control/schedule-kind` for one kind: what it needs, and what stays `null`.
/// Values of a wrong type are left to `type`, so that one fault stays one finding.
fn needs(kind: &str, needed: &str, others: &[&str]) -> schemars::Schema {
    let mut then = schemars::json_schema!({});
    let unset = if needed == "everyMs" {
        schemars::json_schema!({ "not": { "enum": [null, 0] } })
    } else {
        schemars::json_schema!({ "not": { "type": "null" } })
    };
    then.insert(needed.to_owned(), unset.to_value());
    for other in others {
        let set = if *other == "everyMs" { "number" } else { "string" };
        let clause = schemars::json_schema!({ "not": { "type": set } });
        then.insert((*other).to_owned(), clause.to_value());
    }
    schemars::json_schema!({
        "$comment": "rule control/schedule-kind",
        "if": { "properties": { "kind": { "const": kind } }, "required": ["kind"] },
        "then": { "properties": then }
    })
}

/// Which kind of schedule a job has (section 3, `schedule.kind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum ScheduleKind {
    /// By a cron expression.
    Cron,
    /// Over and over after a fixed interval.
    Every,
    /// Once, at an instant.
    At,
}

/// How the last run of a job ended (section 3, `lastStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum LastStatus {
    /// It succeeded.
    Ok,
    /// It failed.
    Error,
    /// The job has not run yet.
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_cron_job_comes_back_as_it_was() {
        let document = serde_json::json!({
            "id": "job-1", "name": "Nightly", "enabled": true,
            "schedule": {"kind": "cron", "expr": "0 3 * * *", "tz": "Europe/Paris", "everyMs": null, "at": null},
            "lastStatus": "ok", "lastRunAt": "2026-02-01T03:00:00Z", "nextRunAt": "2026-02-02T03:00:00Z"
        });
        super::super::round_trip::<CronJob>(&document);
    }
}
