//! `execra/job` v0: a snapshot of one job (Core types, `Job`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Command, ExitCode, JobId, Outcome, PhaseId, Progress, SystemTime};

/// One invocation of a command and what is known of it (Core types, `Job`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Job {
    /// The job's identifier.
    pub id: JobId,
    /// What it runs.
    pub command: Command,
    /// When the job came to be.
    pub created_at: SystemTime,
    /// When its process came up; `null` while it has not.
    #[serde(default)]
    pub started_at: Option<SystemTime>,
    /// How far in its life it is.
    pub state: JobState,
    /// The phase on top of the stack; `null` where there is none.
    #[serde(default)]
    pub current_phase: Option<PhaseId>,
    /// How far in its work it is.
    pub progress: Progress,
    /// A name for people, set by an interpreter.
    #[serde(default)]
    pub label: Option<String>,
    /// What the operating system said at the process's end; never changed once set.
    #[serde(default)]
    pub exit: Option<ExitCode>,
    /// What the job came to, set when it is over.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// How far in its life a job is (JobState).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It waits for its process.
    Queued,
    /// Its process runs.
    Running,
    /// Its process is gone; what it came to is not settled.
    Exited,
    /// It is over, its outcome settled.
    Finalized,
    /// It was cancelled.
    Cancelled,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_job_comes_back_as_it_was() {
        let at = |secs: u64| serde_json::json!({"secs_since_epoch": secs, "nanos_since_epoch": 0});
        super::super::round_trip::<Job>(&serde_json::json!({
            "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "command": {"program": "make", "args": [], "env": [], "cwd": "/srv/build"},
            "created_at": at(10), "started_at": at(11), "state": "finalized", "current_phase": null,
            "progress": {"kind": "determinate", "unit": "bytes", "done": 5, "total": null},
            "label": "Build", "exit": {"code": 2, "signal": null},
            "outcome": {"kind": "failed", "reason": {"kind": "non_zero_exit", "code": 2},
                "summary": null, "findings": []}
        }));
    }
}
