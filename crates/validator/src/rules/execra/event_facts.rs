//! What the rules of `execra/event` and of the stream look at: everything of an event that a rule
//! can turn on, so that a stream is judged from these facts alone.

use super::{FindingFacts, OutcomeFacts, ProgressFacts, TimeFacts};
use crate::facts::{Fact, Part};

crate::facts! {
    /// One event.
    pub struct EventFacts / Event {
        /// The schema version that it was written by.
        schema_version: Fact<'d> = "schema_version",
        /// What happened.
        kind: Fact<'d> = "kind",
        /// The job.
        job: Fact<'d> = "job" across documents,
        /// When it happened.
        at: Part<'d, TimeFacts<'d>> = "at" across documents,
        /// The phase of a phase event.
        phase: Fact<'d> = "phase" across documents,
        /// How far the job is.
        progress: Part<'d, ProgressFacts<'d>> = "progress",
        /// A line of output, or the line that an interpreter stumbled over.
        line: Fact<'d> = "line",
        /// An exit (an object) or the code of a warning or known error (a string).
        code: Part<'d, ExitFacts<'d>> = "code",
        /// A finding.
        finding: Part<'d, FindingFacts<'d>> = "finding",
        /// What the job came to.
        outcome: Part<'d, OutcomeFacts<'d>> = "outcome",
    }
}

crate::facts! {
    /// An exit.
    pub struct ExitFacts / Exit {
        /// The exit code.
        code: Fact<'d> = "code",
        /// The signal.
        signal: Fact<'d> = "signal",
    }
}

crate::facts! {
    /// A stored row with its event inside.
    pub struct RowFacts / Row {
        /// The schema version that the event was written by.
        schema_version: Fact<'d> = "schema_version",
        /// The job, as hexadecimal digits.
        job_id_hex: Fact<'d> = "job_id_hex",
        /// When, in milliseconds.
        at_ms: Fact<'d> = "at_ms",
        /// The event's kind.
        kind: Fact<'d> = "kind",
        /// The event.
        payload: Part<'d, EventFacts<'d>> = "payload",
    }
}
