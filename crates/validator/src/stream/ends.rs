//! What is to be told of a stream's jobs where the stream ends.

use contracts::toolkit::{Finding, Severity};

use super::finished::{Parted, Word as _};
use super::lives::Lives;
use crate::rules::execra::not_finalized;

impl Lives {
    /// Jobs that are open, as far as is known.
    #[must_use]
    pub fn open(&self) -> u64 {
        let open = self.lives.iter().filter(|life| life.stage.open().is_some()).count();
        open as u64 + self.lost()
    }

    /// Jobs that were let go and not heard of since.
    pub(super) fn lost(&self) -> u64 {
        let told = self.told.words().filter(|word| word.is_lost()).count();
        let open = |word: &Parted| matches!(word.what(), Parted::LOST | Parted::OPEN);
        let parted = self.parted.words().filter(open).count();
        (told + parted) as u64 + self.told.lost + self.parted.lost
    }

    /// Jobs of which nothing is remembered any more.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.told.forgotten + self.parted.forgotten
    }

    /// How often a job was let go while more was to be told of it.
    #[must_use]
    pub fn let_go(&self) -> u64 {
        self.let_go
    }

    /// Tells what is to be told where the stream ends: one finding at a time, since there may be
    /// tens of thousands.
    pub fn end(&self, live: bool, tell: &mut dyn FnMut(Finding)) {
        let open = self.lives.iter().filter_map(|life| Some((life.stage.open()?.line, life)));
        let mut open: Vec<_> = open.collect();
        open.sort_unstable_by_key(|(line, life)| (*line, life.key));
        for (line, life) in open {
            tell(not_finalized::finding(line, &life.name(), live));
        }
        let lost = self.lost();
        if lost > 0 {
            // Where something of them was forgotten, some may have ended since.
            let level = if live || self.blind { Severity::Note } else { not_finalized::META.level };
            tell(not_finalized::others(lost, level));
        }
    }
}
