//! What the rules of `execra/job` look at.

use super::{ExitFacts, OutcomeFacts, ProgressFacts, TimeFacts};
use crate::facts::{Fact, Part};

crate::facts! {
    /// A job snapshot.
    pub struct JobFacts / Job {
        /// When it came to be.
        created_at: Part<'d, TimeFacts<'d>> = "created_at",
        /// When its process came up.
        started_at: Part<'d, TimeFacts<'d>> = "started_at",
        /// How far in its life it is.
        state: Fact<'d> = "state",
        /// The phase on top of the stack.
        current_phase: Fact<'d> = "current_phase",
        /// How far in its work it is.
        progress: Part<'d, ProgressFacts<'d>> = "progress",
        /// What the operating system said.
        exit: Part<'d, ExitFacts<'d>> = "exit",
        /// What it came to.
        outcome: Part<'d, OutcomeFacts<'d>> = "outcome",
    }
}
