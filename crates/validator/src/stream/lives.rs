//! The fold over a stream's jobs, as a monoid: what a part of a stream says of its jobs, and how
//! two neighbouring parts make one.
//!
//! A part that does not begin where the stream begins cannot judge events of a job whose
//! `job_created` it did not see: it keeps them (`head`, bounded by dropping what could not change
//! any finding) until the part before it is joined. `job_created` begins a new life of a job
//! whatever came before, so everything behind it is judged at once; only whether that life was
//! allowed to begin is left open (`born`).
//!
//! What all lives take together is bounded too (`trim`): beyond the bound the jobs that were not
//! heard of for the longest are let go, which a summary says.

use std::hash::BuildHasher as _;

use contracts::toolkit::Finding;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::finished::{Keys, Parted, Told, Word as _};
use super::key::JobKey;
use super::life::{Life, Terms};
use super::recent::Recent;
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{Kind, Step};

/// How much is remembered of one open job: this many events of weight.
pub(super) const MOST: u64 = 65_536;

/// What a part of a stream says of its jobs. A job is in one of three places.
#[derive(Debug)]
pub struct Lives {
    pub(super) terms: Terms,
    /// Jobs of which more is to be told.
    pub(super) lives: Vec<Life>,
    /// Where each of them stands.
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Where the jobs stand that were heard of last.
    recent: Recent,
    /// Jobs of which a word is remembered, in a part with which the stream begins.
    pub(super) told: Keys<Told>,
    /// The same, in a later part.
    pub(super) parted: Keys<Parted>,
    /// What all lives take, where that is bounded.
    mass: u64,
    budget: u64,
    /// Whether it is a block, which is joined to others before it can grow.
    block: bool,
    /// How often a job was let go.
    pub(super) let_go: u64,
    /// What is known of a job may have been forgotten: what is absent proves nothing.
    pub(super) blind: bool,
}

impl Lives {
    /// Nothing yet, of a part that begins where the stream begins, or of a later one. A part that
    /// is to remember every finished job is a block.
    #[must_use]
    pub fn new(from_start: bool, remember: usize) -> Self {
        Lives {
            terms: Terms { from_start, most: MOST },
            lives: Vec::new(),
            index: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            recent: Recent::default(),
            told: Keys::new(remember),
            parted: Keys::new(remember),
            mass: 0,
            budget: u64::MAX,
            block: remember == usize::MAX,
            let_go: 0,
            blind: false,
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

    /// The same with a bound to what is remembered of all open jobs together: so many events, of
    /// which each job takes some for itself.
    #[must_use]
    pub fn within(mut self, budget: u64) -> Self {
        self.budget = budget;
        self.mass = self.lives.iter().map(Life::mass).sum();
        self.trim();
        self
    }

    fn find(&self, key: JobKey) -> Option<usize> {
        let same = |at: &u32| self.lives.get(*at as usize).is_some_and(|life| life.key == key);
        self.index.find(self.hasher.hash_one(key), same).map(|at| *at as usize)
    }

    pub(super) fn insert(&mut self, life: Life) -> usize {
        let Lives { lives, index, hasher, .. } = self;
        let at = lives.len();
        let hash = hasher.hash_one(life.key);
        lives.push(life);
        let again = |at: &u32| lives.get(*at as usize).map_or(0, |life| hasher.hash_one(life.key));
        index.insert_unique(hash, u32::try_from(at).unwrap_or(u32::MAX), again);
        at
    }

    fn remove(&mut self, at: usize) -> Option<Life> {
        let moved = self.lives.len().checked_sub(1)?;
        for (from, to) in [(at, None), (moved, Some(at))] {
            let key = self.lives.get(from)?.key;
            let here = |there: &u32| *there as usize == from;
            let Ok(mut entry) = self.index.find_entry(self.hasher.hash_one(key), here) else {
                continue;
            };
            match to.and_then(|to| u32::try_from(to).ok()) {
                Some(to) => *entry.get_mut() = to,
                None => drop(entry.remove()),
            }
        }
        self.recent = Recent::default();
        Some(self.lives.swap_remove(at))
    }

    /// A new life of a job, with what is remembered of it.
    fn begin(&mut self, mut life: Life, created: bool, out: &mut Vec<Finding>) -> Life {
        let (terms, line) = (self.terms, life.line);
        let over = |told, again| Stage::Over { told, again };
        if terms.from_start {
            match self.told.take(life.key) {
                Some(Told::Over(told, again)) => life.stage = over(told, again),
                Some(Told::Lost) => life.lose(terms),
                None if self.blind && !created => life.lose(terms),
                None => return life,
            }
        } else {
            match self.parted.take(life.key) {
                Some(word) => life = Life::remembered(life.key, life.id, word, terms),
                None if self.blind && !created => life.lose(terms),
                None => return life,
            }
        }
        if life.stage.open().is_some() {
            life.tell_lost(line, out);
        }
        life
    }

    /// Where the life of a job stands, begun where there is none yet.
    #[inline]
    fn place(&mut self, job: &str, step: &Step<'_>, out: &mut Vec<Finding>) -> usize {
        match self.recent.find(job) {
            Some(at) => at,
            None => self.look_up(job, step, out),
        }
    }

    #[inline(never)] // seldom, and it would take its room whenever an event is taken in
    fn look_up(&mut self, job: &str, step: &Step<'_>, out: &mut Vec<Finding>) -> usize {
        let (key, tells) = JobKey::of(job);
        let at = match self.find(key) {
            Some(at) => at,
            None => {
                let life = Life::new(key, (!tells).then(|| job.into()), step.line);
                let life = self.begin(life, step.kind == Kind::JobCreated, out);
                self.mass += life.mass();
                self.insert(life)
            }
        };
        self.recent.put(job, at);
        at
    }

    /// Takes in the next event of a job.
    pub fn take(&mut self, job: &str, step: &Step<'_>, out: &mut Vec<Finding>) {
        let at = self.place(job, step, out);
        let (terms, block) = (self.terms, self.block);
        let Some(life) = self.lives.get_mut(at) else { return };
        if block {
            life.take(step, terms, out);
            return;
        }
        let before = life.mass();
        life.take(step, terms, out);
        self.mass = (self.mass + life.mass()).saturating_sub(before);
        if step.kind == Kind::Finalized {
            self.retire(at);
        }
        self.trim();
    }

    /// Joins the part that follows. What neither part could tell alone is told now.
    pub fn join(&mut self, next: Lives, out: &mut Vec<Finding>) {
        if next.blind {
            self.blind = true;
            // Any job may have gone on, unseen.
            (0..self.lives.len()).rev().for_each(|at| self.part_with(at));
        }
        self.let_go += next.let_go;
        self.forgot(next.parted.forgotten, next.parted.lost);
        let mut later = next.lives;
        later.sort_unstable_by_key(|life| life.line);
        for life in later {
            self.join_life(life, out);
        }
        for (key, word) in next.parted.into_sorted() {
            self.join_life(Life::remembered(key, None, word, self.terms), out);
            if let Some(at) = self.find(key).filter(|_| word.is_lost()) {
                self.shrink(at);
            }
        }
        self.trim();
    }

    fn join_life(&mut self, next: Life, out: &mut Vec<Finding>) {
        let terms = self.terms;
        let at = match self.find(next.key) {
            Some(at) => at,
            None => {
                // Who is lost has told so.
                let created = next.head.is_none();
                let life = Life::new(next.key, next.id.clone(), next.line);
                let mut told = Vec::new();
                let life = self.begin(life, created, &mut told);
                if !(created && next.lost) {
                    out.append(&mut told);
                }
                self.mass += life.mass();
                self.insert(life)
            }
        };
        let Some(life) = self.lives.get_mut(at) else { return };
        let before = life.mass();
        life.join(next, terms, out);
        self.mass = (self.mass + life.mass()).saturating_sub(before);
        self.retire(at);
        self.trim();
    }

    /// A finished job shrinks to its key, where nothing of it is left open.
    fn retire(&mut self, at: usize) {
        let Some(life) = self.lives.get(at) else { return };
        let whole = self.terms.from_start || (life.head.is_none() && !life.lost);
        if whole && life.stage == (Stage::Over { told: false, again: false }) {
            self.shrink(at);
        }
    }

    /// Of a life only a word is remembered from here on.
    fn shrink(&mut self, at: usize) {
        let Some(life) = self.remove(at) else { return };
        self.mass = self.mass.saturating_sub(life.mass());
        if self.terms.from_start {
            self.told.insert(life.key, life.told());
        } else {
            self.parted.insert(life.key, life.parted());
        }
        self.forgot(0, 0);
    }

    /// Of what was forgotten, the jobs that were open make the part blind.
    fn forgot(&mut self, more: u64, lost: u64) {
        let (forgotten, all) = if self.terms.from_start {
            (&mut self.told.forgotten, &mut self.told.lost)
        } else {
            (&mut self.parted.forgotten, &mut self.parted.lost)
        };
        *forgotten += more;
        *all += lost;
        self.blind |= *all > 0;
    }

    fn part_with(&mut self, at: usize) {
        self.let_go += 1;
        self.shrink(at);
    }

    /// Lets go of the jobs that were not heard of for the longest, when all take too much.
    fn trim(&mut self) {
        if self.mass <= self.budget {
            return;
        }
        let most = self.budget - self.budget / 8;
        let mut all: Vec<_> = self.lives.iter().map(|life| (life.heard, life.key)).collect();
        all.sort_unstable();
        for (_, key) in all {
            if self.mass <= most {
                break;
            }
            if let Some(at) = self.find(key) {
                self.part_with(at);
            }
        }
    }

    /// Moves every line by as many as stand before the part.
    pub fn shift(&mut self, by: u64) {
        self.lives.iter_mut().for_each(|life| life.shift(by));
        self.parted.words_mut().for_each(|word| word.shift(by));
    }
}
