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
        job: Fact<'d> = "job",
        /// When it happened.
        at: Part<'d, TimeFacts<'d>> = "at",
        /// The command of `job_created`.
        command: Part<'d, CommandFacts<'d>> = "command",
        /// The process number of `job_started`.
        pid: Fact<'d> = "pid",
        /// The phase of a phase event.
        phase: Fact<'d> = "phase",
        /// The name of an entered phase.
        name: Fact<'d> = "name",
        /// A label, of a phase or of the job.
        label: Fact<'d> = "label",
        /// How far the job is.
        progress: Part<'d, ProgressFacts<'d>> = "progress",
        /// Where a line was written.
        stream: Fact<'d> = "stream",
        /// A line of output, or the line that an interpreter stumbled over.
        line: Fact<'d> = "line",
        /// An exit (an object) or the code of a warning or known error (a string).
        code: Part<'d, ExitFacts<'d>> = "code",
        /// The text of a warning or known error.
        message: Fact<'d> = "message",
        /// A finding.
        finding: Part<'d, FindingFacts<'d>> = "finding",
        /// The question of a prompt.
        prompt: Fact<'d> = "prompt",
        /// The interpreter that failed.
        interpreter: Fact<'d> = "interpreter",
        /// How it failed.
        error: Fact<'d> = "error",
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
    /// A command.
    pub struct CommandFacts / Command {
        /// The program.
        program: Fact<'d> = "program",
        /// How long it may run: an object, or null.
        timeout: Fact<'d> = "timeout",
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
