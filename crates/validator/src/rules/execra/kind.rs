//! The kinds of events.

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// The kinds of v0, and what stands for every other.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // they are the wire's own names
        pub enum Kind { $($kind,)* Other }

        impl Kind {
            /// Every kind, in the order of the contract; `Other` last.
            pub const ALL: &[Kind] = &[$(Kind::$kind,)* Kind::Other];

            /// The kind of that name on the wire.
            #[must_use]
            pub fn of(name: &str) -> Self {
                match name { $($name => Kind::$kind,)* _ => Kind::Other }
            }

            /// Its name on the wire.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* Kind::Other => "other" }
            }
        }
    };
}

kinds! {
    JobCreated = "job_created",
    JobStarted = "job_started",
    PhaseEntered = "phase_entered",
    PhaseUpdated = "phase_updated",
    PhaseExited = "phase_exited",
    ProgressUpdated = "progress_updated",
    LabelUpdated = "label_updated",
    OutputAppended = "output_appended",
    WarningDetected = "warning_detected",
    KnownErrorDetected = "known_error_detected",
    FindingEmitted = "finding_emitted",
    PromptDetected = "prompt_detected",
    InterpreterError = "interpreter_error",
    Exited = "exited",
    Finalized = "finalized",
    Cancelled = "cancelled",
}

impl Kind {
    /// Output and progress: what streams while the process runs.
    #[must_use]
    pub fn streams(self) -> bool {
        matches!(self, Kind::OutputAppended | Kind::ProgressUpdated)
    }

    /// The kinds of light events, as bits, that are to every rule what this one is: of several
    /// only the first can be told. None for a kind that has weight.
    #[must_use]
    #[inline]
    pub fn alike(self) -> u32 {
        let all: &[Kind] = match self {
            Kind::OutputAppended | Kind::ProgressUpdated => {
                &[Kind::OutputAppended, Kind::ProgressUpdated]
            }
            Kind::LabelUpdated
            | Kind::WarningDetected
            | Kind::PromptDetected
            | Kind::InterpreterError => &[
                Kind::LabelUpdated,
                Kind::WarningDetected,
                Kind::PromptDetected,
                Kind::InterpreterError,
            ],
            Kind::Other => &[Kind::Other],
            _ => &[],
        };
        all.iter().fold(0, |bits, kind| bits | kind.bit())
    }

    /// Whether an event of it brings something that a rule turns on.
    #[must_use]
    #[inline]
    pub fn brings(self) -> bool {
        const BRINGING: u32 = Kind::PhaseEntered.bit()
            | Kind::PhaseUpdated.bit()
            | Kind::PhaseExited.bit()
            | Kind::KnownErrorDetected.bit()
            | Kind::FindingEmitted.bit()
            | Kind::Exited.bit()
            | Kind::Finalized.bit();
        BRINGING & self.bit() != 0
    }

    /// Its bit in a set of kinds.
    #[must_use]
    #[inline]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// What only a process that came up can cause.
    #[must_use]
    pub fn takes_process(self) -> bool {
        !matches!(
            self,
            Kind::JobCreated | Kind::JobStarted | Kind::Finalized | Kind::Cancelled | Kind::Other
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_those_of_the_contract() {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.split_last(), Some((&"other", &contracts::execra::EVENT_KINDS[..])));
        assert!(contracts::execra::EVENT_KINDS.iter().all(|name| Kind::of(name).name() == *name));
    }

    #[test]
    fn what_is_alike_streams_and_takes_a_process_alike() {
        let sort = |kind: Kind| (kind.streams(), kind.takes_process());
        for one in Kind::ALL.iter().filter(|kind| kind.alike() != 0) {
            assert_ne!(one.alike() & one.bit(), 0, "{one:?}");
            let others = Kind::ALL.iter().filter(|other| one.alike() & other.bit() != 0);
            assert!(others.into_iter().all(|other| sort(*other) == sort(*one)), "{one:?}");
        }
    }
}
