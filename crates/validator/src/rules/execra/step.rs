//! One event of a stream, as far as the stream's rules care: small, and the same on every machine.

use super::ended::Ended;
use super::oracle::Exit;
use super::{EventFacts, finding_digest};
use crate::facts::Fact;

/// So many bytes of a name weigh as much as an event.
const NAME: u64 = 64;

/// An instant: seconds and nanoseconds since the epoch.
pub type At = (u64, u32);

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

    /// Its bit in a set of kinds.
    #[must_use]
    #[inline]
    pub fn bit(self) -> u32 {
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

/// What an event brings beside its kind, where a rule turns on it. Texts are borrowed: what a job
/// must remember of them, it copies.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail<'e> {
    /// Nothing.
    None,
    /// A phase id, or the code of a known error.
    Name(&'e str),
    /// A finding, by its digest.
    Digest([u8; 16]),
    /// An exit; `None` when it has not the shape of one.
    Exit(Option<Exit>),
    /// An outcome.
    Outcome(Ended<'e>),
    /// The event names a version that is not known: what it says is not guessed.
    Refused,
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'e> {
    /// The line that it stands on.
    pub line: u64,
    /// When it happened, where that can be read.
    pub at: Option<At>,
    /// What happened.
    pub kind: Kind,
    /// What it brings.
    pub detail: Detail<'e>,
}

impl<'e> Step<'e> {
    /// The step of an event; the job's id is told apart from it.
    #[must_use]
    pub fn of(facts: &'e EventFacts<'_>, line: u64) -> Self {
        let mut step = Step::bare(line, Kind::Other);
        step.read(facts);
        step
    }

    /// Puts what an event says into a bare step, where it stands: most events bring nothing, and a
    /// step that is handed on would be copied with the room for everything that one can bring.
    #[inline]
    pub fn read(&mut self, facts: &'e EventFacts<'_>) {
        let secs = facts.at.secs.int().and_then(|secs| u64::try_from(secs).ok());
        let nanos = facts.at.nanos.int().and_then(|nanos| u32::try_from(nanos).ok());
        self.at = secs.zip(nanos);
        self.kind = facts.kind.text().map_or(Kind::Other, Kind::of);
        let name = |fact: &'e Fact<'_>| fact.text().map_or(Detail::None, Detail::Name);
        match self.kind {
            Kind::PhaseEntered | Kind::PhaseUpdated | Kind::PhaseExited => {
                self.detail = name(&facts.phase);
            }
            Kind::KnownErrorDetected => self.detail = name(&facts.code.is),
            Kind::FindingEmitted => {
                self.detail = Detail::Digest(finding_digest::digest(&facts.finding));
            }
            Kind::Exited => self.detail = Detail::Exit(Exit::of(&facts.code)),
            Kind::Finalized => self.detail = Detail::Outcome(Ended::of(&facts.outcome)),
            _ => {}
        }
    }

    /// Whether only the first of several matters until something of weight happens.
    #[must_use]
    #[inline]
    pub fn is_light(&self) -> bool {
        matches!(self.detail, Detail::None) && self.kind.alike() != 0
    }

    /// What it takes to remember the event: nothing for a light one, one for others, and more for
    /// a long name. The events that begin and end a job take nothing.
    #[must_use]
    pub fn weight(&self) -> u64 {
        if self.is_light() || matches!(self.kind, Kind::JobCreated | Kind::Finalized) {
            return 0;
        }
        1 + self.name().map_or(0, |name| name.len() as u64 / NAME)
    }

    /// The event without what it brings.
    #[must_use]
    #[inline]
    pub fn bare(line: u64, kind: Kind) -> Self {
        Step { line, at: None, kind, detail: Detail::None }
    }

    /// The phase or the code that it names.
    #[must_use]
    pub fn name(&self) -> Option<&'e str> {
        match &self.detail {
            Detail::Name(name) => Some(name),
            _ => None,
        }
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
