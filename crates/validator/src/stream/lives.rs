//! The fold over a stream's jobs, as a monoid: what a part of a stream says of its jobs, and how
//! two neighbouring parts make one.
//!
//! A part that does not begin where the stream begins cannot judge events of a job whose
//! `job_created` it did not see: it keeps them (`head`, bounded by dropping what could not change
//! any finding) until the part before it is joined. `job_created` begins a new life of a job
//! whatever came before, so everything behind it is judged at once; only whether that life was
//! allowed to begin is left open (`born`).

use std::collections::HashSet;
use std::hash::BuildHasher as _;

use contracts::toolkit::Finding;
use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use super::finished::{Finished, JobKey};
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{At, Detail, Kind, Step};
use crate::rules::execra::{STREAM_RULES, not_finalized, stream_rule, time_order};

/// What a part of a stream says of its jobs.
#[derive(Debug, Default)]
pub struct Lives {
    /// Whether the part begins where the stream begins.
    from_start: bool,
    /// By the id itself: an event of an open job needs no key made.
    lives: HashTable<Life>,
    hasher: DefaultHashBuilder,
    finished: Finished,
}

/// What a part says of one job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Life {
    id: Box<str>,
    /// The line of its first event in the part.
    line: u64,
    /// Events before the first `job_created`, in a part that does not begin the stream.
    head: Vec<Step>,
    /// The line of that `job_created`, in such a part.
    born: Option<u64>,
    stage: Stage,
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
    fn new(id: &str, line: u64) -> Self {
        Life {
            id: id.into(),
            line,
            head: Vec::new(),
            born: None,
            stage: Stage::Unseen,
            first: First::Open,
            last: None,
        }
    }

    /// Whether every event in it was judged.
    fn judged(&self, from_start: bool) -> bool {
        from_start || self.born.is_some()
    }

    fn take(&mut self, step: Step, from_start: bool, out: &mut Vec<Finding>) {
        self.time(&step, out);
        if self.judged(from_start) {
            self.judge(&step, out);
        } else if step.kind == Kind::JobCreated {
            self.born = Some(step.line);
            self.stage.advance(&step);
        } else {
            push_head(&mut self.head, step);
        }
    }

    fn judge(&mut self, step: &Step, out: &mut Vec<Finding>) {
        stream_rule::run(STREAM_RULES, &self.stage, step, out);
        self.stage.advance(step);
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
    fn join(&mut self, next: Life, from_start: bool, out: &mut Vec<Finding>) {
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
        if !self.judged(from_start) {
            next.head.into_iter().for_each(|step| push_head(&mut self.head, step));
            (self.born, self.stage) = (next.born, next.stage);
            return;
        }
        next.head.iter().for_each(|step| self.judge(step, out));
        if let Some(line) = next.born {
            let created = Step { line, at: None, kind: Kind::JobCreated, detail: Detail::None };
            stream_rule::run(STREAM_RULES, &self.stage, &created, out);
            self.stage = next.stage;
        }
    }

    /// The life without what only a part before could ask for. Nothing stands before the stream's
    /// beginning, and an earlier life of the job leaves traces there that depend on the order of
    /// merging.
    fn settled(&self) -> Life {
        Life {
            id: self.id.clone(),
            line: self.stage.open().map_or(0, |job| job.line),
            head: Vec::new(),
            born: None,
            stage: self.stage.clone(),
            first: First::Reset,
            last: self.last,
        }
    }

    /// Moves every line by as many as stand before the part.
    fn shift(&mut self, by: u64) {
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

/// Adds an event to a head. Of light events between two weighty ones only the first of its sort
/// can ever be told, so the head stays as short as the weighty ones make it.
fn push_head(head: &mut Vec<Step>, step: Step) {
    if step.is_light() {
        let sort = |step: &Step| (step.kind.streams(), step.kind.takes_process());
        let recent = head.iter().rev().take_while(|earlier| earlier.is_light());
        if recent.into_iter().any(|earlier| sort(earlier) == sort(&step)) {
            return;
        }
    }
    head.push(step);
}

impl Lives {
    /// Nothing yet, of a part that begins where the stream begins, or of a later one.
    #[must_use]
    pub fn new(from_start: bool, remember: usize) -> Self {
        Lives { from_start, finished: Finished::new(remember), ..Lives::default() }
    }

    /// The life of a job, begun where there is none yet.
    fn life(&mut self, id: &str, line: u64) -> &mut Life {
        let Lives { from_start, lives, hasher, finished } = self;
        let again = |life: &Life| hasher.hash_one(&*life.id);
        match lives.entry(hasher.hash_one(id), |life| *life.id == *id, again) {
            Entry::Occupied(life) => life.into_mut(),
            Entry::Vacant(place) => {
                let mut life = Life::new(id, line);
                if *from_start && finished.holds(JobKey::of(id)) {
                    life.stage = Stage::Over { told: false };
                }
                place.insert(life).into_mut()
            }
        }
    }

    /// Takes in the next event of a job.
    pub fn take(&mut self, job: &str, step: Step, out: &mut Vec<Finding>) {
        let (ends, from_start) = (step.kind == Kind::Finalized, self.from_start);
        self.life(job, step.line).take(step, from_start, out);
        if ends {
            self.retire(job);
        }
    }

    /// Joins the part that follows. What neither part could tell alone is told now.
    pub fn join(&mut self, next: Lives, out: &mut Vec<Finding>) {
        let from_start = self.from_start;
        let mut later: Vec<Life> = next.lives.into_iter().collect();
        later.sort_unstable_by_key(|life| life.line);
        for life in later {
            let id = life.id.clone();
            self.life(&id, life.line).join(life, from_start, out);
            self.retire(&id);
        }
    }

    /// A finished job shrinks to its key, where nothing of it is left open.
    fn retire(&mut self, id: &str) {
        if !self.from_start {
            return;
        }
        let over =
            |life: &Life| *life.id == *id && matches!(life.stage, Stage::Over { told: false });
        if let Ok(life) = self.lives.find_entry(self.hasher.hash_one(id), over) {
            life.remove();
            self.finished.insert(JobKey::of(id));
        }
    }

    /// Moves every line by as many as stand before the part.
    pub fn shift(&mut self, by: u64) {
        self.lives.iter_mut().for_each(|life| life.shift(by));
    }

    /// Jobs that are open.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.lives.iter().filter(|life| life.stage.open().is_some()).count() as u64
    }

    /// Finished jobs that were forgotten.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.finished.forgotten()
    }

    /// What is to be told where the stream ends.
    #[must_use]
    pub fn end(&self, live: bool) -> Vec<Finding> {
        let open = self.lives.iter().filter_map(|life| Some((life.stage.open()?.line, life)));
        let mut open: Vec<_> = open.collect();
        open.sort_unstable_by_key(|(line, _)| *line);
        open.into_iter().map(|(line, life)| not_finalized::finding(line, &life.id, live)).collect()
    }

    /// What a later merge needs, as JSON text, in one order whatever the run.
    #[must_use]
    pub fn carry(&self) -> String {
        let settled = |life: &Life| if self.from_start { life.settled() } else { life.clone() };
        let mut lives: Vec<Life> = self.lives.iter().map(settled).collect();
        lives.sort_unstable_by(|a, b| (a.line, &a.id).cmp(&(b.line, &b.id)));
        // A job that was born again is open, whatever its earlier life came to.
        let open: HashSet<JobKey> = self.lives.iter().map(|life| JobKey::of(&life.id)).collect();
        let mut finished = self.finished.keys();
        finished.retain(|key| !open.contains(key));
        serde_json::to_string(&(lives, finished, self.finished.forgotten())).unwrap_or_default()
    }

    /// Reads what a summary carries.
    ///
    /// # Errors
    /// When the text is not what [`Lives::carry`] writes.
    pub fn read(carry: &str, from_start: bool, remember: usize) -> Result<Self, String> {
        let read: Result<(Vec<Life>, Vec<JobKey>, u64), _> = serde_json::from_str(carry);
        let (lives, finished, forgotten) =
            read.map_err(|error| format!("its carried job state cannot be read: {error}"))?;
        let mut all = Lives::new(from_start, remember);
        all.finished = Finished::of(finished, forgotten, remember);
        for life in lives {
            let hash = all.hasher.hash_one(&*life.id);
            match all.lives.find_mut(hash, |known| known.id == life.id) {
                Some(known) => *known = life,
                None => {
                    let hasher = &all.hasher;
                    all.lives.insert_unique(hash, life, |life| hasher.hash_one(&*life.id));
                }
            }
        }
        Ok(all)
    }
}
