//! Parts that events and job snapshots share.

use std::cmp::Ordering;

use crate::facts::{Fact, Items, Part};

crate::facts! {
    /// An instant.
    pub struct TimeFacts / Time {
        /// Whole seconds since the epoch.
        secs: Fact<'d> = "secs_since_epoch",
        /// Nanoseconds within the second.
        nanos: Fact<'d> = "nanos_since_epoch",
    }
}

crate::facts! {
    /// How far a job is.
    pub struct ProgressFacts / Progress {
        /// Which kind of progress.
        kind: Fact<'d> = "kind",
        /// The unit of a measure.
        unit: Fact<'d> = "unit",
        /// A fraction.
        value: Fact<'d> = "value",
        /// How much is done.
        done: Fact<'d> = "done",
        /// How much there is.
        total: Fact<'d> = "total",
    }
}

crate::facts! {
    /// What a job came to.
    pub struct OutcomeFacts / Outcome {
        /// The verdict.
        kind: Fact<'d> = "kind",
        /// Why it failed.
        reason: Part<'d, ReasonFacts<'d>> = "reason",
        /// What it did, in a sentence.
        summary: Fact<'d> = "summary",
        /// Its findings.
        findings: Items<'d, Part<'d, FindingFacts<'d>>> = "findings",
    }
}

crate::facts! {
    /// Why a job failed.
    pub struct ReasonFacts / Reason {
        /// Which kind of reason.
        kind: Fact<'d> = "kind",
        /// An exit code (an integer) or a known error's code (a string).
        code: Fact<'d> = "code",
        /// A signal.
        signal: Fact<'d> = "signal",
        /// A known error's text.
        message: Fact<'d> = "message",
        /// A failed start's text.
        error: Fact<'d> = "error",
    }
}

crate::facts! {
    /// A finding.
    pub struct FindingFacts / Finding {
        /// How heavily it weighs.
        severity: Fact<'d> = "severity",
        /// Its code.
        code: Fact<'d> = "code",
        /// Its text.
        message: Fact<'d> = "message",
        /// What can be done.
        action: Part<'d, ActionFacts<'d>> = "action",
        /// What it is about.
        related: Part<'d, RelatedFacts<'d>> = "related",
        /// When it was found.
        at: Part<'d, TimeFacts<'d>> = "at",
    }
}

crate::facts! {
    /// What can be done about a finding.
    pub struct ActionFacts / Action {
        /// Which kind of action.
        kind: Fact<'d> = "kind",
        /// Its label.
        label: Fact<'d> = "label",
        /// A program to run.
        program: Fact<'d> = "program",
        /// Its arguments.
        args: Items<'d, Fact<'d>> = "args",
        /// The folder to run in.
        cwd: Fact<'d> = "cwd",
        /// An address to open.
        url: Fact<'d> = "url",
        /// A text to read.
        text: Fact<'d> = "text",
    }
}

crate::facts! {
    /// What a finding is about.
    pub struct RelatedFacts / Related {
        /// Which kind of thing.
        kind: Fact<'d> = "kind",
        /// The thing.
        value: Fact<'d> = "value",
    }
}

impl TimeFacts<'_> {
    /// Seconds and nanoseconds, when the instant is whole.
    #[must_use]
    pub fn instant(&self) -> Option<(i128, i128)> {
        Some((self.secs.int()?, self.nanos.int()?))
    }

    /// The order of two instants, when both are whole.
    #[must_use]
    pub fn order(&self, other: &TimeFacts<'_>) -> Option<Ordering> {
        Some(self.instant()?.cmp(&other.instant()?))
    }
}
