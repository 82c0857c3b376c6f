//! What a part of a stream says of one job.
//!
//! Events that cannot be judged before the part in front is joined are kept (`head`). What is kept,
//! here and in the job's stage, is bounded: a job that has more to remember is not judged beyond the
//! bound, says so, and is the same job however its stream was cut, since its weight counts from
//! its beginning and a head is kept until its weight alone is over the bound.

use contracts::toolkit::{Finding, Severity};
use serde::{Deserialize, Serialize};

use crate::read::quote;
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{At, Detail, Kind, Step};
use crate::rules::execra::{STREAM_RULES, not_finalized, stream_rule, time_order};

/// What holds for every life of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Whether the part begins where the stream begins.
    pub(super) from_start: bool,
    /// How much is remembered of one job, in [`Step::weight`].
    pub(super) most: u64,
}

/// What a part says of one job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Life {
    pub(super) id: Box<str>,
    /// The line of its first event in the part.
    pub(super) line: u64,
    /// Events before the first `job_created`, in a part that does not begin the stream.
    head: Vec<Step>,
    /// The line of that `job_created`, in such a part.
    born: Option<u64>,
    pub(super) stage: Stage,
    /// What of it is remembered, in [`Step::weight`]: of its head, or since its last beginning. One
    /// over the bound stands for everything over it.
    weight: u64,
    /// The time that the part before is compared with.
    first: First,
    last: Option<At>,
}

/// The first event's time, as the part before must be compared with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum First {
    /// No event had a time yet, and nothing began anew.
    #[default]
    Open,
    /// This time, on this line.
    Time(At, u64),
    /// Something began anew before any time.
    Reset,
}

impl Life {
    pub(super) fn new(id: &str, line: u64) -> Self {
        Life {
            id: id.into(),
            line,
            head: Vec::new(),
            born: None,
            stage: Stage::Unseen,
            weight: 0,
            first: First::Open,
            last: None,
        }
    }

    /// Whether every event in it was judged.
    fn judged(&self, terms: Terms) -> bool {
        terms.from_start || self.born.is_some()
    }

    /// Takes in its next event.
    pub(super) fn take(&mut self, step: Step, terms: Terms, out: &mut Vec<Finding>) {
        self.time(&step, out);
        if self.judged(terms) {
            self.judge(&step, terms, out);
        } else if step.kind == Kind::JobCreated {
            self.born = Some(step.line);
            self.weight = 0;
            self.stage.advance(&step);
        } else {
            self.push(step, terms);
        }
    }

    fn judge(&mut self, step: &Step, terms: Terms, out: &mut Vec<Finding>) {
        let over = matches!(self.stage, Stage::Over { .. });
        if step.kind == Kind::JobCreated {
            self.weight = 0;
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
    fn weigh(&mut self, step: &Step, terms: Terms) -> bool {
        self.weight = self.weight.saturating_add(step.weight()).min(terms.most.saturating_add(1));
        self.weight > terms.most
    }

    /// A job that is too heavy is followed to its end, and not judged; that is told once.
    fn give_up(&mut self, step: &Step, terms: Terms, out: &mut Vec<Finding>) {
        if self.stage.give_up(step.line) {
            let message = format!(
                "job {} is open and has too many events to remember (more than {}): from here on, \
                 to its end, it is not judged",
                quote(&self.id),
                terms.most
            );
            let meta = &not_finalized::META;
            out.push(stream_rule::finding(meta, Severity::Note, step.line, "/job", message));
        }
        if step.kind == Kind::Finalized {
            self.stage.advance(step);
            self.weight = 0;
        }
    }

    /// Adds an event to the head, unless it cannot change what is told, whatever came before.
    fn push(&mut self, step: Step, terms: Terms) {
        let recent = self.head.len().saturating_sub(3);
        let recent = self.head.get(recent..).unwrap_or_default();
        let ends = |step: &Step| step.kind == Kind::Finalized;
        if let Some(at) = recent.iter().position(ends) {
            // Behind a `finalized`, one more and one of anything else is told.
            let mut behind = recent.iter().skip(at + 1);
            if !behind.any(|earlier| ends(earlier) == ends(&step)) {
                self.head.push(step.bare());
            }
        } else if self.weight > terms.most {
            // It is too heavy whatever came before: all that is left to know is its end.
            self.head.extend(ends(&step).then(|| step.bare()));
        } else if !(step.is_light() && self.has_alike(&step)) {
            self.weigh(&step, terms);
            self.head.push(step.shortened(terms.most));
        }
    }

    /// Of light events between two weighty ones only the first of its sort can ever be told.
    fn has_alike(&self, step: &Step) -> bool {
        let sort = |step: &Step| (step.kind.streams(), step.kind.takes_process());
        let mut recent = self.head.iter().rev().take_while(|earlier| earlier.is_light());
        recent.any(|earlier| sort(earlier) == sort(step))
    }

    /// Compares the event's time with the one before; a life's beginning and its end cut the chain.
    fn time(&mut self, step: &Step, out: &mut Vec<Finding>) {
        if step.kind == Kind::JobCreated {
            self.cut();
        }
        if let Some(at) = step.at {
            match self.last {
                Some(last) if at < last => out.push(time_order::finding(step.line, last, at)),
                None if self.first == First::Open => self.first = First::Time(at, step.line),
                _ => {}
            }
            self.last = Some(at);
        }
        if step.kind == Kind::Finalized {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.first == First::Open {
            self.first = First::Reset;
        }
        self.last = None;
    }

    /// Joins what the next part says of the same job.
    pub(super) fn join(&mut self, next: Life, terms: Terms, out: &mut Vec<Finding>) {
        self.join_time(&next, out);
        if !self.judged(terms) {
            next.head.into_iter().for_each(|step| self.push(step, terms));
            if next.born.is_some() {
                self.weight = next.weight;
            }
            (self.born, self.stage) = (next.born, next.stage);
            return;
        }
        next.head.iter().for_each(|step| self.judge(step, terms, out));
        if let Some(line) = next.born {
            let created = Step { line, at: None, kind: Kind::JobCreated, detail: Detail::None };
            stream_rule::run(STREAM_RULES, &self.stage, &created, out);
            (self.stage, self.weight) = (next.stage, next.weight);
        }
    }

    fn join_time(&mut self, next: &Life, out: &mut Vec<Finding>) {
        match next.first {
            First::Time(at, line) => {
                if let Some(last) = self.last.filter(|last| at < *last) {
                    out.push(time_order::finding(line, last, at));
                }
                if self.first == First::Open {
                    self.first = next.first;
                }
                self.last = next.last;
            }
            First::Reset => {
                self.cut();
                self.last = next.last;
            }
            First::Open => {}
        }
    }

    /// The life without what only a part before could ask for. Nothing stands before the stream's
    /// beginning, and an earlier life of the job leaves traces there that depend on the order of
    /// merging.
    pub(super) fn settled(&self) -> Life {
        Life {
            id: self.id.clone(),
            line: self.stage.open().map_or(0, |job| job.line),
            head: Vec::new(),
            born: None,
            stage: self.stage.clone(),
            weight: self.weight,
            first: First::Reset,
            last: self.last,
        }
    }

    /// Moves every line by as many as stand before the part.
    pub(super) fn shift(&mut self, by: u64) {
        let shift = |line: &mut u64| *line = line.saturating_add(by);
        shift(&mut self.line);
        self.head.iter_mut().for_each(|step| shift(&mut step.line));
        self.born.iter_mut().for_each(shift);
        if let Stage::Open(job) = &mut self.stage {
            shift(&mut job.line);
        }
        if let First::Time(_, line) = &mut self.first {
            shift(line);
        }
    }
}
