//! What a part of a stream says of one job.
//!
//! Events that cannot be judged before the part in front is joined are kept (`head`). What is kept,
//! here and in the job's stage, is bounded: a job that has more to remember is not judged beyond the
//! bound, says so, and is the same job however its stream was cut, since its weight counts from
//! its beginning and a head is kept until its weight alone is over the bound.

use contracts::toolkit::{Finding, Severity};

use super::finished::{Parted, Told, Word as _};
use super::head::Head;
use super::key::JobKey;
use crate::read::quote;
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{At, Kind, Step};
use crate::rules::execra::{STREAM_RULES, not_finalized, stream_rule, time_order};

/// What a job takes beside its events, in [`Step::weight`].
pub(super) const JOB: u64 = 8;
/// So many bytes of a head take as much as an event.
const PACKED: u64 = 64;

/// What holds for every life of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Whether the part begins where the stream begins.
    pub(super) from_start: bool,
    /// How much is remembered of one job, in [`Step::weight`].
    pub(super) most: u64,
}

/// What a part says of one job.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Life {
    pub(super) key: JobKey,
    /// Its id, where the key does not tell it.
    pub(super) id: Option<Box<str>>,
    /// The line of its first event in the part.
    pub(super) line: u64,
    /// The line of its last event.
    pub(super) heard: u64,
    /// Events before it was born, in a part that does not begin the stream.
    pub(super) head: Option<Box<Head>>,
    /// The line from which on it is judged, in such a part.
    pub(super) born: Option<u64>,
    /// What stands on that line is no `job_created`: events before it were let go.
    pub(super) lost: bool,
    /// Of a job that was lost a beginning was seen in the part.
    pub(super) sure: bool,
    pub(super) stage: Stage,
    /// What of it is remembered, in [`Step::weight`]: of its head, or since its last beginning. One
    /// over the bound stands for everything over it.
    pub(super) weight: u64,
    /// The kinds of light events that tell nothing before something of weight happens.
    pub(super) quiet: u32,
    /// The time that the part before is compared with.
    pub(super) first: First,
    pub(super) last: Option<At>,
}

/// The first event's time, as the part before must be compared with it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum First {
    /// No event had a time yet, and nothing began anew.
    #[default]
    Open,
    /// This time, on this line.
    Time(At, u64),
    /// Something began anew before any time.
    Reset,
}

impl Life {
    pub(super) fn new(key: JobKey, id: Option<Box<str>>, line: u64) -> Self {
        Life {
            key,
            id,
            line,
            heard: line,
            head: None,
            born: None,
            lost: false,
            sure: false,
            stage: Stage::Unseen,
            weight: 0,
            quiet: 0,
            first: First::Open,
            last: None,
        }
    }

    /// Its id.
    pub(super) fn name(&self) -> String {
        self.id.as_deref().map_or_else(|| self.key.id(), str::to_owned)
    }

    /// What it takes, in [`Step::weight`].
    #[inline]
    pub(super) fn mass(&self) -> u64 {
        let packed = self.head.as_ref().map_or(0, |head| head.size() / PACKED);
        JOB + self.weight + packed
    }

    /// Whether every event in it was judged.
    pub(super) fn judged(&self, terms: Terms) -> bool {
        terms.from_start || self.born.is_some()
    }

    /// Takes in its next event.
    #[inline]
    pub(super) fn take(&mut self, step: &Step<'_>, terms: Terms, out: &mut Vec<Finding>) {
        self.heard = step.line;
        self.time(step, out);
        if self.quiet & step.kind.bit() == 0 || !step.is_light() {
            self.absorb(step, terms, out);
        }
    }

    /// Takes in what an event tells, but for its time.
    #[inline(never)] // seldom
    pub(super) fn absorb(&mut self, step: &Step<'_>, terms: Terms, out: &mut Vec<Finding>) {
        if step.is_light() {
            if self.quiet & step.kind.bit() != 0 {
                return;
            }
            self.quiet |= step.kind.alike();
        } else {
            self.quiet = 0;
        }
        if self.judged(terms) {
            self.judge(step, terms, out);
        } else if step.kind == Kind::JobCreated {
            self.born = Some(step.line);
            self.weight = 0;
            self.stage.advance(step);
        } else {
            self.push(step, terms);
        }
    }

    fn judge(&mut self, step: &Step<'_>, terms: Terms, out: &mut Vec<Finding>) {
        let over = matches!(self.stage, Stage::Over { .. });
        if step.kind == Kind::JobCreated {
            (self.weight, self.sure) = (0, self.lost);
        } else if !over && self.weigh(step, terms) {
            self.give_up(step, terms, out);
            return;
        }
        stream_rule::run(STREAM_RULES, &self.stage, step, out);
        self.stage.advance(step);
        if matches!(self.stage, Stage::Over { .. }) {
            self.weight = 0;
        }
    }

    /// Adds the step's weight; says whether the life is too heavy by now.
    fn weigh(&mut self, step: &Step<'_>, terms: Terms) -> bool {
        self.weight = self.weight.saturating_add(step.weight()).min(terms.most.saturating_add(1));
        self.weight > terms.most
    }

    /// A job that is too heavy is followed to its end, and not judged; that is told once.
    fn give_up(&mut self, step: &Step<'_>, terms: Terms, out: &mut Vec<Finding>) {
        if self.stage.give_up(step.line) {
            let why = format!("has too many events to remember (more than {})", terms.most);
            out.push(self.not_judged(step.line, &why));
        }
        if step.kind == Kind::Finalized {
            self.stage.advance(step);
            self.weight = 0;
            if self.lost {
                // It may have been over before, and enough was told of what followed.
                self.stage = Stage::Over { told: true, again: true };
            }
        }
    }

    fn not_judged(&self, line: u64, why: &str) -> Finding {
        let message = format!(
            "job {} is open and {why}: from here on, to its end, it is not judged",
            quote(&self.name())
        );
        stream_rule::finding(&not_finalized::META, Severity::Note, line, "/job", message)
    }

    /// Events of the job were let go, or may have been: it is not judged from here on.
    pub(super) fn lose(&mut self, terms: Terms) {
        self.stage = Stage::Unseen;
        self.stage.give_up(self.line);
        self.weight = terms.most.saturating_add(1);
        (self.first, self.last) = (First::Reset, None);
        if !terms.from_start {
            (self.born, self.lost) = (Some(self.line), true);
        }
    }

    /// Tells that what came before this line was let go.
    pub(super) fn tell_lost(&self, line: u64, out: &mut Vec<Finding>) {
        let why = "what it did before was let go, since too much was open at a time";
        out.push(self.not_judged(line, why));
    }

    /// The life of which a later part remembers a word.
    pub(super) fn remembered(
        key: JobKey,
        id: Option<Box<str>>,
        word: Parted,
        terms: Terms,
    ) -> Self {
        let mut life = Life::new(key, id, word.line());
        life.lose(terms);
        (life.born, life.lost) = (Some(life.line), word.is_lost());
        life.sure = word.what() == Parted::OPEN;
        if matches!(word.what(), Parted::ENDED | Parted::LATE) {
            let told = word.is_lost();
            life.stage = Stage::Over { told, again: told };
            life.weight = 0;
        }
        life
    }

    /// The word that a later part remembers of it.
    pub(super) fn parted(&self) -> Parted {
        // Of what was let go behind an end nothing says that the job began anew.
        let same = self.born.is_none() || (self.lost && !self.sure);
        let ended = self.head.as_ref().is_some_and(|head| head.ended() && same);
        let over = matches!(self.stage, Stage::Over { .. });
        let silent = self.stage == (Stage::Over { told: false, again: false });
        let what = if self.head.is_none() && !self.lost && silent {
            Parted::ENDED
        } else if over || ended {
            Parted::LATE
        } else if self.sure || (self.born.is_some() && !self.lost) {
            Parted::OPEN
        } else {
            Parted::LOST
        };
        Parted::new(self.line, what)
    }

    /// The word that is remembered of it in a part with which the stream begins.
    pub(super) fn told(&self) -> Told {
        match self.stage {
            Stage::Over { told, again } => Told::Over(told, again),
            _ => Told::Lost,
        }
    }

    /// Adds an event to the head, unless it cannot change what is told, whatever came before.
    fn push(&mut self, step: &Step<'_>, terms: Terms) {
        let late = self.head.as_ref().is_some_and(|head| head.ended());
        let heavy = self.weight > terms.most;
        let head = self.head.get_or_insert_default();
        if late {
            head.push_late(step);
        } else if !heavy {
            head.push(step, terms.most);
            self.weigh(step, terms);
        } else if step.kind == Kind::Finalized {
            // It is too heavy whatever came before: all that is left to know is its end.
            head.push(&Step::bare(step.line, step.kind), 0);
        }
    }

    /// Compares the event's time with the one before; a life's beginning and its end cut the chain.
    #[inline]
    fn time(&mut self, step: &Step<'_>, out: &mut Vec<Finding>) {
        if step.kind == Kind::JobCreated {
            self.cut();
        }
        if let Some(at) = step.at {
            match self.last {
                Some(last) if at < last => Life::back(step.line, last, at, out),
                None if self.first == First::Open => self.first = First::Time(at, step.line),
                _ => {}
            }
            self.last = Some(at);
        }
        if step.kind == Kind::Finalized {
            self.cut();
        }
    }

    /// Tells that time went back.
    #[cold]
    fn back(line: u64, last: At, at: At, out: &mut Vec<Finding>) {
        out.push(time_order::finding(line, last, at));
    }
}
