//! Finished jobs, 16 bytes each, the oldest forgotten beyond a bound.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A job's id in 16 bytes: a UUID in lower case is its own number, any other id its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct JobKey([u8; 16]);

impl JobKey {
    /// The key of an id.
    #[must_use]
    pub(super) fn of(id: &str) -> Self {
        JobKey(uuid(id.as_bytes()).unwrap_or_else(|| {
            let mut key = [0; 16];
            key.iter_mut().zip(Sha256::digest(id.as_bytes())).for_each(|(to, from)| *to = from);
            key
        }))
    }
}

/// The number of a UUID written in lower case.
fn uuid(id: &[u8]) -> Option<[u8; 16]> {
    let id: &[u8; 36] = id.try_into().ok()?;
    let mut key = [0; 16];
    let mut at = 0;
    for (index, byte) in key.iter_mut().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            if id.get(at) != Some(&b'-') {
                return None;
            }
            at += 1;
        }
        *byte = (digit(*id.get(at)?)? << 4) | digit(*id.get(at + 1)?)?;
        at += 2;
    }
    Some(key)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// How many generations the remembered keys are kept in; the oldest is dropped as a whole.
const GENERATIONS: usize = 8;

/// The keys of finished jobs.
#[derive(Debug)]
pub(super) struct Finished {
    generations: [HashSet<JobKey>; GENERATIONS],
    /// The generation that takes new keys.
    now: usize,
    remember: usize,
    forgotten: u64,
}

impl Default for Finished {
    fn default() -> Self {
        Finished::new(0)
    }
}

impl Finished {
    pub(super) fn new(remember: usize) -> Self {
        Finished { generations: Default::default(), now: 0, remember, forgotten: 0 }
    }

    /// Those that were carried from another run, the oldest first.
    pub(super) fn of(keys: Vec<JobKey>, forgotten: u64, remember: usize) -> Self {
        let mut finished = Finished::new(remember);
        keys.into_iter().for_each(|key| finished.insert(key));
        finished.forgotten += forgotten;
        finished
    }

    pub(super) fn holds(&self, key: JobKey) -> bool {
        self.generations.iter().any(|keys| keys.contains(&key))
    }

    pub(super) fn insert(&mut self, key: JobKey) {
        let room = self.remember.div_ceil(GENERATIONS);
        if room == 0 {
            self.forgotten += 1;
            return;
        }
        if self.generations.get(self.now).is_some_and(|keys| keys.len() >= room) {
            self.now = (self.now + 1) % GENERATIONS;
            if let Some(oldest) = self.generations.get_mut(self.now) {
                self.forgotten += oldest.len() as u64;
                oldest.clear();
            }
        }
        // A job that ended anew is as young as its last end.
        for keys in &mut self.generations {
            keys.remove(&key);
        }
        if let Some(keys) = self.generations.get_mut(self.now) {
            keys.insert(key);
        }
    }

    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Every key. Sorted while none was forgotten, so that the order in which jobs ended, and parts
    /// were joined, leaves no trace; then generation by generation, the oldest first.
    pub(super) fn keys(&self) -> Vec<JobKey> {
        let order = (1..=GENERATIONS).map(|step| (self.now + step) % GENERATIONS);
        let mut all = Vec::new();
        for keys in order.filter_map(|at| self.generations.get(at)) {
            let mut keys: Vec<JobKey> = keys.iter().copied().collect();
            keys.sort_unstable();
            all.extend(keys);
        }
        if self.forgotten == 0 {
            all.sort_unstable();
        }
        all
    }
}
