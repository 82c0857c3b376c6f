//! One event of a stream, as far as the stream's rules care: small, owned, the same on every machine.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::oracle::Exit;
use super::{EventFacts, FindingFacts, OutcomeFacts, ReasonFacts, finding_digest};
use crate::facts::{Fact, Part};

/// So many bytes of a name weigh as much as an event.
const NAME: u64 = 64;

/// An instant: seconds and nanoseconds since the epoch.
pub type At = (u64, u32);

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// The kinds of v0, and what stands for every other.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
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

    /// What only a process that came up can cause.
    #[must_use]
    pub fn takes_process(self) -> bool {
        !matches!(
            self,
            Kind::JobCreated | Kind::JobStarted | Kind::Finalized | Kind::Cancelled | Kind::Other
        )
    }
}

/// What an event brings beside its kind, where a rule turns on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Nothing.
    None,
    /// A phase id, or the code of a known error.
    Name(Box<str>),
    /// A finding, by its digest.
    Digest([u8; 16]),
    /// An exit; `None` when it has not the shape of one. Boxed, since many events are kept and few
    /// are exits.
    Exit(Option<Box<Exit>>),
    /// An outcome.
    Outcome(Box<Ended>),
    /// The event names a version that is not known: what it says is not guessed.
    Refused,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The line that it stands on.
    pub line: u64,
    /// When it happened, where that can be read.
    pub at: Option<At>,
    /// What happened.
    pub kind: Kind,
    /// What it brings.
    pub detail: Detail,
}

/// A written outcome, as far as it is held against the evidence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// The outcome's kind.
    pub kind: Box<str>,
    reason: Option<Box<str>>,
    code_text: Option<Box<str>>,
    code: Option<i64>,
    signal: Option<i64>,
    /// The digests of its findings; `None` when they cannot be read.
    pub findings: Option<Vec<[u8; 16]>>,
    /// How many more findings it has than are held here.
    more: u64,
}

impl Step {
    /// The step of an event; the job's id is told apart from it.
    #[must_use]
    pub fn of(facts: &EventFacts<'_>, line: u64) -> Self {
        let kind = facts.kind.text().map_or(Kind::Other, Kind::of);
        let secs = facts.at.secs.int().and_then(|secs| u64::try_from(secs).ok());
        let nanos = facts.at.nanos.int().and_then(|nanos| u32::try_from(nanos).ok());
        Step { line, at: secs.zip(nanos), kind, detail: detail(kind, facts) }
    }

    /// The step of an event whose version is refused.
    #[must_use]
    pub fn refused(line: u64) -> Self {
        Step { line, at: None, kind: Kind::Other, detail: Detail::Refused }
    }

    /// Whether only the first of several matters until something of weight happens.
    #[must_use]
    pub fn is_light(&self) -> bool {
        matches!(self.detail, Detail::None)
            && (self.kind.streams()
                || matches!(
                    self.kind,
                    Kind::LabelUpdated
                        | Kind::WarningDetected
                        | Kind::PromptDetected
                        | Kind::InterpreterError
                        | Kind::Other
                ))
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
    pub fn bare(self) -> Self {
        Step { detail: Detail::None, ..self }
    }

    /// The event as it matters to a job of which no more than so much weight is remembered.
    #[must_use]
    pub fn shortened(mut self, most: u64) -> Self {
        if let Detail::Outcome(ended) = &mut self.detail {
            ended.shorten(most);
        }
        self
    }

    /// The phase or the code that it names.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match &self.detail {
            Detail::Name(name) => Some(name),
            _ => None,
        }
    }
}

fn detail(kind: Kind, facts: &EventFacts<'_>) -> Detail {
    let name = |fact: &Fact<'_>| fact.text().map_or(Detail::None, |text| Detail::Name(text.into()));
    match kind {
        Kind::PhaseEntered | Kind::PhaseUpdated | Kind::PhaseExited => name(&facts.phase),
        Kind::KnownErrorDetected => name(&facts.code.is),
        Kind::FindingEmitted => Detail::Digest(finding_digest::digest(&facts.finding)),
        Kind::Exited => Detail::Exit(Exit::of(&facts.code).map(Box::new)),
        Kind::Finalized => Detail::Outcome(Box::new(Ended::of(&facts.outcome))),
        _ => Detail::None,
    }
}

impl Ended {
    fn of(outcome: &OutcomeFacts<'_>) -> Self {
        let reason = &outcome.reason;
        let text = |fact: &Fact<'_>| fact.text().map(Box::from);
        let int = |fact: &Fact<'_>| fact.int().and_then(|int| i64::try_from(int).ok());
        let digest = |finding: &Part<'_, FindingFacts<'_>>| finding_digest::digest(finding);
        let readable = matches!(outcome.findings.is, Fact::Array(_));
        Ended {
            kind: outcome.kind.text().unwrap_or_default().into(),
            reason: text(&reason.kind),
            code_text: text(&reason.code),
            code: int(&reason.code),
            signal: int(&reason.signal),
            findings: readable.then(|| outcome.findings.iter().map(digest).collect()),
            more: 0,
        }
    }

    /// How many findings it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.findings.as_ref().map_or(0, |held| held.len() as u64).saturating_add(self.more)
    }

    /// Holds no more findings than so many and one: no job has more that are compared with them.
    fn shorten(&mut self, most: u64) {
        let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
        if let Some(held) = &mut self.findings {
            self.more = self.more.saturating_add(held.len().saturating_sub(room) as u64);
            held.truncate(room);
            held.shrink_to_fit();
        }
    }

    /// The outcome as the oracle takes it.
    #[must_use]
    pub fn facts(&self) -> OutcomeFacts<'_> {
        let text = |text: &'_ Option<Box<str>>| match text {
            Some(text) => Fact::Text(Cow::Owned(text.to_string())),
            None => Fact::Absent,
        };
        let int = |int: Option<i64>| int.map_or(Fact::Absent, |int| Fact::Int(int.into()));
        let code = if self.code_text.is_some() { text(&self.code_text) } else { int(self.code) };
        let of = ReasonFacts {
            kind: text(&self.reason),
            code,
            signal: int(self.signal),
            ..ReasonFacts::default()
        };
        OutcomeFacts {
            kind: Fact::Text(Cow::Borrowed(&self.kind)),
            reason: Part { is: Fact::Object(1), of },
            ..OutcomeFacts::default()
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
}
