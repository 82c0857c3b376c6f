//! Jobs of which no more is remembered than their key and a word, the oldest forgotten beyond a
//! bound: those that are finished, and those that were let go while they were open.

use std::collections::VecDeque;

use hashbrown::HashMap;

use super::key::JobKey;

/// What is remembered of a job beside its key.
pub(super) trait Word: Copy + Ord {
    /// Whether the job was let go while it was open.
    fn is_lost(self) -> bool;
}

/// Of a job in a part with which the stream begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// It is finalized; whether what followed was told, and whether another `finalized` was.
    Over(bool, bool),
    /// It was open when it was let go.
    Lost,
}

impl Told {
    /// As a byte.
    pub(super) fn code(self) -> u8 {
        match self {
            Told::Over(told, again) => u8::from(told) | u8::from(again) << 1,
            Told::Lost => 4,
        }
    }

    pub(super) fn of(code: u8) -> Option<Self> {
        match code {
            0..4 => Some(Told::Over(code & 1 != 0, code & 2 != 0)),
            4 => Some(Told::Lost),
            _ => None,
        }
    }
}

impl Word for Told {
    fn is_lost(self) -> bool {
        self == Told::Lost
    }
}

/// Of a job in a later part, with the line of its first event in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parted(u64);

impl Parted {
    /// It began in the part and was finalized in it.
    pub(super) const ENDED: u64 = 0;
    /// It was let go, and neither began in the part nor was finalized in it.
    pub(super) const LOST: u64 = 1;
    /// It was let go after it was finalized.
    pub(super) const LATE: u64 = 2;
    /// It was let go after it began in the part, and was not finalized since.
    pub(super) const OPEN: u64 = 3;

    pub(super) fn new(line: u64, what: u64) -> Self {
        Parted((line << 2) | what)
    }

    pub(super) fn line(self) -> u64 {
        self.0 >> 2
    }

    pub(super) fn what(self) -> u64 {
        self.0 & 3
    }

    /// As a number.
    pub(super) fn number(self) -> u64 {
        self.0
    }

    pub(super) fn of(number: u64) -> Self {
        Parted(number)
    }

    pub(super) fn shift(&mut self, by: u64) {
        *self = Parted::new(self.line().saturating_add(by), self.what());
    }
}

impl Word for Parted {
    fn is_lost(self) -> bool {
        self.what() != Parted::ENDED
    }
}

/// At least so many generations; the oldest is forgotten as a whole.
const GENERATIONS: usize = 8;

/// Keys, each with a word.
#[derive(Debug)]
pub(super) struct Keys<W> {
    /// The oldest first; the last one takes new keys.
    generations: VecDeque<HashMap<JobKey, W>>,
    most: usize,
    room: usize,
    /// How many were forgotten, and how many of them were lost before.
    pub(super) forgotten: u64,
    pub(super) lost: u64,
}

impl<W: Word> Keys<W> {
    pub(super) fn new(remember: usize) -> Self {
        // A table is a power of two in size and at most seven eighths full: generations of that
        // size take 20 bytes a key, others up to 40.
        let mut table = 1_usize;
        while table.saturating_mul(2) / 8 * 7 <= remember / GENERATIONS && table < 1 << 30 {
            table *= 2;
        }
        let most = if table < 16 { GENERATIONS } else { remember.div_ceil(table / 8 * 7) };
        let room = remember.div_ceil(most.max(1));
        Keys { generations: VecDeque::new(), most, room, forgotten: 0, lost: 0 }
    }

    pub(super) fn insert(&mut self, key: JobKey, word: W) {
        if self.room == 0 {
            self.forget([word]);
            return;
        }
        if self.generations.back().is_none_or(|youngest| youngest.len() >= self.room) {
            if self.generations.len() >= self.most {
                let oldest = self.generations.pop_front().unwrap_or_default();
                self.forget(oldest.into_values());
            }
            self.generations.push_back(HashMap::new());
        }
        if let Some(youngest) = self.generations.back_mut() {
            youngest.insert(key, word);
        }
    }

    fn forget(&mut self, words: impl IntoIterator<Item = W>) {
        for word in words {
            self.forgotten += 1;
            self.lost += u64::from(word.is_lost());
        }
    }

    /// Takes a job out, since it is heard of again.
    pub(super) fn take(&mut self, key: JobKey) -> Option<W> {
        self.generations.iter_mut().find_map(|keys| keys.remove(&key))
    }

    /// How many are remembered.
    pub(super) fn len(&self) -> usize {
        self.generations.iter().map(HashMap::len).sum()
    }

    /// Every job. Sorted while none was forgotten, so that the order in which jobs ended, and parts
    /// were joined, leaves no trace; then generation by generation, the oldest first.
    pub(super) fn each(&self, tell: &mut dyn FnMut(JobKey, W)) {
        if self.forgotten > 0 {
            self.generations.iter().for_each(|keys| sorted(keys, tell));
            return;
        }
        // A sixteenth at a time, so that they do not all stand in memory twice.
        for first in 0..16 {
            let all = self.generations.iter().flatten();
            sorted(
                all.filter(|(key, _)| key.0.first().is_some_and(|byte| byte >> 4 == first)),
                tell,
            );
        }
    }

    /// Every job, by its word.
    pub(super) fn into_sorted(self) -> Vec<(JobKey, W)> {
        let mut all: Vec<_> = self.generations.into_iter().flatten().collect();
        all.sort_unstable_by_key(|(key, word)| (*word, *key));
        all
    }

    /// Every word.
    pub(super) fn words(&self) -> impl Iterator<Item = W> {
        self.generations.iter().flat_map(HashMap::values).copied()
    }

    /// Every word, to be changed.
    pub(super) fn words_mut(&mut self) -> impl Iterator<Item = &mut W> {
        self.generations.iter_mut().flat_map(HashMap::values_mut)
    }
}

/// Tells keys in their order.
fn sorted<'k, W: Word + 'k>(
    keys: impl IntoIterator<Item = (&'k JobKey, &'k W)>,
    tell: &mut dyn FnMut(JobKey, W),
) {
    let mut all: Vec<_> = keys.into_iter().map(|(key, word)| (*key, *word)).collect();
    all.sort_unstable();
    all.into_iter().for_each(|(key, word)| tell(key, word));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_are_remembered_than_asked_for_and_an_eighth_is_forgotten_at_once() {
        for remember in [0, 1, 7, 8, 100, 113, 1000, 3000] {
            let mut keys = Keys::new(remember);
            for number in 0..2 * remember as u64 + 20 {
                keys.insert(JobKey(u128::from(number).to_be_bytes()), Told::Lost);
                if number % 31 == 0 {
                    let held = keys.words().count() as u64;
                    assert!(held <= remember.next_multiple_of(keys.most.max(1)) as u64, "{held}");
                    assert_eq!(held + keys.forgotten, number + 1, "{remember}");
                }
            }
            assert!(keys.words().count() >= remember / 8 * 7, "{remember}");
            assert_eq!(keys.lost, keys.forgotten);
        }
    }

    #[test]
    fn tables_are_well_filled() {
        let keys = Keys::<Told>::new(500_000);
        let table = (keys.room * 8).div_ceil(7).next_power_of_two();
        assert!(keys.most * table < 600_000, "{} tables of {table}", keys.most);
    }
}
