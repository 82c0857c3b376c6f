//! One event of a stream, as far as the stream's rules care: small, and the same on every machine.

use super::ended::Ended;
pub use super::kind::Kind;
use super::oracle::Exit;
use super::{EventFacts, finding_digest};
use crate::facts::Fact;

/// So many bytes of a name weigh as much as an event.
const NAME: u64 = 64;

/// An instant: seconds and nanoseconds since the epoch.
pub type At = (u64, u32);

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

impl<'e> Detail<'e> {
    /// What an event of that kind brings.
    #[inline(never)] // seldom, and it would take its room for every event
    fn of(kind: Kind, facts: &'e EventFacts<'_>) -> Self {
        let name = |fact: &'e Fact<'_>| fact.text().map_or(Detail::None, Detail::Name);
        match kind {
            Kind::PhaseEntered | Kind::PhaseUpdated | Kind::PhaseExited => name(&facts.phase),
            Kind::KnownErrorDetected => name(&facts.code.is),
            Kind::FindingEmitted => Detail::Digest(finding_digest::digest(&facts.finding)),
            Kind::Exited => Detail::Exit(Exit::of(&facts.code)),
            Kind::Finalized => Detail::Outcome(Ended::of(&facts.outcome)),
            _ => Detail::None,
        }
    }
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
        if self.kind.brings() {
            self.detail = Detail::of(self.kind, facts);
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
