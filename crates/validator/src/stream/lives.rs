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

use super::finished::{Finished, JobKey};
use super::life::{Life, Terms};
use crate::rules::execra::not_finalized;
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{Kind, Step};

/// How much is remembered of one open job: this many events of weight.
pub(super) const MOST: u64 = 65_536;

/// What a part of a stream says of its jobs.
#[derive(Debug)]
pub struct Lives {
    terms: Terms,
    /// By the id itself: an event of an open job needs no key made.
    lives: HashTable<Life>,
    hasher: DefaultHashBuilder,
    finished: Finished,
}

impl Lives {
    /// Nothing yet, of a part that begins where the stream begins, or of a later one.
    #[must_use]
    pub fn new(from_start: bool, remember: usize) -> Self {
        Lives {
            terms: Terms { from_start, most: MOST },
            lives: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            finished: Finished::new(remember),
        }
    }

    /// The same with another bound to what is remembered of one open job: so many events that a
    /// later rule needs (phases, findings, known errors and the like). Parts that are joined have
    /// the same bound.
    #[must_use]
    pub fn bounded(mut self, most: u64) -> Self {
        self.terms.most = most;
        self
    }

    /// The life of a job, begun where there is none yet.
    fn life(&mut self, id: &str, line: u64) -> &mut Life {
        let Lives { terms, lives, hasher, finished } = self;
        let again = |life: &Life| hasher.hash_one(&*life.id);
        match lives.entry(hasher.hash_one(id), |life| *life.id == *id, again) {
            Entry::Occupied(life) => life.into_mut(),
            Entry::Vacant(place) => {
                let mut life = Life::new(id, line);
                if terms.from_start && finished.holds(JobKey::of(id)) {
                    life.stage = Stage::Over { told: false, again: false };
                }
                place.insert(life).into_mut()
            }
        }
    }

    /// Takes in the next event of a job.
    pub fn take(&mut self, job: &str, step: Step, out: &mut Vec<Finding>) {
        let (ends, terms) = (step.kind == Kind::Finalized, self.terms);
        self.life(job, step.line).take(step, terms, out);
        if ends {
            self.retire(job);
        }
    }

    /// Joins the part that follows. What neither part could tell alone is told now.
    pub fn join(&mut self, next: Lives, out: &mut Vec<Finding>) {
        let terms = self.terms;
        let mut later: Vec<Life> = next.lives.into_iter().collect();
        later.sort_unstable_by_key(|life| life.line);
        for life in later {
            let id = life.id.clone();
            self.life(&id, life.line).join(life, terms, out);
            self.retire(&id);
        }
    }

    /// A finished job shrinks to its key, where nothing of it is left open.
    fn retire(&mut self, id: &str) {
        if !self.terms.from_start {
            return;
        }
        let silent = Stage::Over { told: false, again: false };
        let over = |life: &Life| *life.id == *id && life.stage == silent;
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
        let settled =
            |life: &Life| if self.terms.from_start { life.settled() } else { life.clone() };
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
