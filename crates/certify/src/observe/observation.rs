//! What was seen of one task, and of the tree that it ran in.

use serde::{Deserialize, Serialize};

use super::Reported;

/// Everything that was seen; the same observations and clock give the same certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observations {
    /// The version of this form.
    pub version: u32,
    /// The runner that was run.
    pub runner_id: String,
    /// The digest of the intent that the tasks came from: a recording of other demands is no
    /// observation of these.
    pub intent_hash: String,
    /// The adapter, as it was asked for.
    pub adapter: String,
    /// The tree that it ran in.
    pub tree: Tree,
    /// One for each task, in the order of the plan.
    pub tasks: Vec<Observation>,
}

/// The version of [`Observations`].
pub(crate) const OBSERVATIONS_VERSION: u32 = 1;

/// The state of the runner's working tree before anything was run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// The commit; `None` when there is none to be told.
    pub commit: Option<String>,
    /// Paths that differ from it; `None` when that could not be told.
    pub changes: Option<u64>,
    /// Why one of them could not be told.
    pub trouble: Option<String>,
}

/// What was seen of one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// The task's id.
    pub id: String,
    /// How the program was called: the adapter as it was asked for, then its arguments.
    pub argv: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// How long it ran, in milliseconds.
    pub duration_ms: u64,
    /// What it wrote to standard output.
    pub stdout: Captured,
    /// What it wrote to standard error.
    pub stderr: Captured,
    /// The findings on standard output, when it is a finding report.
    pub reported: Option<Vec<Reported>>,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ending {
    /// By itself.
    Exited {
        /// Its exit code.
        code: i32,
    },
    /// By a signal that we did not send.
    Killed {
        /// The signal's number.
        signal: i32,
    },
    /// Killed by us after the time limit.
    TimedOut {
        /// The limit in milliseconds.
        limit_ms: u64,
    },
    /// Killed by us after printing more than a check may.
    Flooded {
        /// The limit in bytes, for either stream.
        limit_bytes: u64,
    },
    /// By itself, but processes that it had started lived on; they were killed.
    LeftBehind {
        /// Its exit code; `None` when a signal ended it.
        code: Option<i32>,
    },
    /// It could not be started, or not be watched.
    NotStarted {
        /// Why.
        reason: String,
    },
}

/// What was kept of an output stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Captured {
    /// Bytes that were written.
    pub bytes: u64,
    /// Bytes that were kept, from the beginning.
    pub kept: u64,
    /// SHA-256 of what was kept.
    pub sha256: String,
}

impl Ending {
    /// The exit code that a row carries: the program's own, else what shells and `timeout` give.
    #[must_use]
    pub fn exit_code(&self) -> i64 {
        match self {
            Ending::Exited { code } => i64::from(*code),
            Ending::Killed { signal } => 128 + i64::from(*signal),
            Ending::TimedOut { .. } => 124,
            Ending::Flooded { .. } => 125,
            Ending::LeftBehind { code } => code.map_or(125, i64::from),
            Ending::NotStarted { .. } => 127,
        }
    }

    /// Why the ending is a failure whatever was expected; `None` for an ordinary exit.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        match self {
            Ending::Exited { .. } => None,
            Ending::Killed { signal } => Some(format!("killed by signal {signal}")),
            Ending::TimedOut { limit_ms } => {
                Some(format!("still running after {} s; killed", seconds(*limit_ms)))
            }
            Ending::Flooded { limit_bytes } => {
                Some(format!("printed more than {} MiB; killed", limit_bytes >> 20))
            }
            Ending::LeftBehind { .. } => {
                Some("ended, but left processes running that it had started; killed".to_owned())
            }
            Ending::NotStarted { reason } => Some(reason.clone()),
        }
    }
}

fn seconds(milliseconds: u64) -> String {
    match milliseconds % 1000 {
        0 => (milliseconds / 1000).to_string(),
        rest => format!("{}.{rest:03}", milliseconds / 1000),
    }
}
