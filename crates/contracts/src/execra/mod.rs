//! The Execra job, event and event stream.

mod command;
mod event;
mod finding;
mod ids;
mod job;
mod outcome;
mod persisted_record;
mod progress;
mod system_time;

pub use command::Command;
pub use event::{EVENT_KINDS, Event, EventKind, Stream};
pub use finding::{Action, Finding, RelatedEntity, Severity};
pub use ids::{JobId, PhaseId};
pub use job::{Job, JobState};
pub use outcome::{ExitCode, FailureReason, Outcome};
pub use persisted_record::PersistedRecord;
pub use progress::{Progress, ProgressMetric};
pub use system_time::{Duration, SystemTime};

/// Decodes and encodes a document: nothing may be lost.
#[cfg(test)]
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(document: &serde_json::Value) {
    let typed: T = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&typed).unwrap(), document);
}
