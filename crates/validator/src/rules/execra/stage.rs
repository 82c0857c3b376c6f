//! Where a job of a stream stands: what the stream's rules know of it before its next event.

use super::names::Names;
use super::oracle::{Evidence, Exit};
use super::step::{Detail, Kind, Step};

/// Where a job stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Stage {
    /// Nothing was seen of it.
    #[default]
    Unseen,
    /// It has begun and is not finalized.
    Open(Box<Job>),
    /// It is finalized; whether something that followed was told already.
    Over {
        /// Once is enough.
        told: bool,
        /// Whether it was finalized again: that too is told once.
        again: bool,
    },
}

/// What is known of an open job.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Job {
    /// The line of its first event.
    pub line: u64,
    /// Its beginning, or an event of it, was not seen: what is absent proves nothing.
    pub partial: bool,
    /// There was too much of it to remember: nothing more is judged before it ends.
    pub given_up: bool,
    /// Whether `job_started` was seen.
    pub started: bool,
    /// Whether something only a process can cause was seen.
    pub acted: bool,
    /// Whether `exited` was seen.
    pub exited: bool,
    /// How the process ended, where the event says it.
    pub exit: Option<Box<Exit>>,
    /// Whether `cancelled` was seen.
    pub cancelled: bool,
    /// Whether output after the exit was told.
    pub told_late: bool,
    /// The codes of the known errors, in order.
    pub known_errors: Names,
    /// The digests of the findings, in order.
    pub findings: Vec<[u8; 16]>,
    /// Every phase that was entered; those on the stack are open, the top last.
    pub phases: Names,
}

impl Stage {
    /// The open job, when it is one.
    #[must_use]
    pub fn open(&self) -> Option<&Job> {
        match self {
            Stage::Open(job) => Some(job),
            _ => None,
        }
    }

    /// Forgets everything of an open job but that it is open, since there is too much of it; says
    /// whether that is new. A job that was not seen yet is open from that line on.
    pub fn give_up(&mut self, line: u64) -> bool {
        let (line, news) = match self {
            Stage::Open(job) => (job.line, !job.given_up),
            Stage::Unseen => (line, true),
            Stage::Over { .. } => return false,
        };
        if news {
            let job = Job { line, partial: true, given_up: true, ..Job::default() };
            *self = Stage::Open(Box::new(job));
        }
        news
    }

    /// Takes in an event.
    pub fn advance(&mut self, step: &Step<'_>) {
        if step.kind == Kind::JobCreated {
            *self = Stage::Open(Box::new(Job { line: step.line, ..Job::default() }));
            return;
        }
        match self {
            Stage::Unseen => {
                let mut job = Job { line: step.line, partial: true, ..Job::default() };
                job.advance(step);
                *self = Stage::Open(Box::new(job));
            }
            Stage::Open(job) => job.advance(step),
            Stage::Over { again, .. } if step.kind == Kind::Finalized => *again = true,
            Stage::Over { told, .. } => *told = true,
        }
        if step.kind == Kind::Finalized && !matches!(self, Stage::Over { .. }) {
            *self = Stage::Over { told: false, again: false };
        }
    }
}

impl Job {
    /// Whether a phase is on the stack or was.
    #[must_use]
    pub fn knows_phase(&self, phase: &str) -> bool {
        self.phases.has(phase)
    }

    /// The evidence that its outcome is held against, given the codes of the known errors.
    #[must_use]
    pub fn evidence<'e>(&self, known: &'e [&'e str]) -> Evidence<'e> {
        let told = !self.partial;
        Evidence {
            started: self.started || self.partial,
            exit: self.exit.as_deref().copied(),
            cancelled: (told || self.cancelled).then_some(self.cancelled),
            known_errors: (told || !known.is_empty()).then_some(known),
        }
    }

    fn advance(&mut self, step: &Step<'_>) {
        self.acted |= step.kind.takes_process();
        self.told_late |= self.exited && step.kind.streams();
        match (step.kind, &step.detail) {
            (_, Detail::Refused) => self.partial = true,
            (Kind::JobStarted, _) => self.started = true,
            (Kind::Cancelled, _) => self.cancelled = true,
            (Kind::Exited, Detail::Exit(exit)) => {
                self.exited = true;
                if self.exit.is_none() {
                    self.exit = exit.map(Box::new);
                }
            }
            (Kind::KnownErrorDetected, Detail::Name(code)) => self.known_errors.push(code),
            (Kind::FindingEmitted, Detail::Digest(digest)) => self.findings.push(*digest),
            (Kind::PhaseEntered, Detail::Name(phase)) => self.phases.push(phase),
            (Kind::PhaseExited, Detail::Name(phase)) => {
                self.phases.close(phase);
            }
            _ => {}
        }
    }
}
