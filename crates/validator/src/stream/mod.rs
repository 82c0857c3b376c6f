//! Streams: NDJSON judged line by line and, where the contract says so, as a stream.
//!
//! The input is read in bounded blocks; blocks are judged on all cores and joined in input order,
//! so findings come in input order and memory stays flat.

mod blocks;
mod brief;
mod buffer;
mod carry;
mod coded;
mod ends;
mod finished;
mod head;
mod joined;
mod key;
mod lane;
mod life;
mod lives;
mod merge;
mod part;
mod proven;
mod recent;
mod run;
mod summary;
mod tally;

use std::io::Read;
use std::sync::atomic::AtomicBool;

use contracts::toolkit::{Finding, Severity};
use report::{Counts, Judgement};

pub use self::lane::TOGETHER;
pub use self::lives::Lives;
pub use self::merge::{MergeError, Merged, merge};
pub use self::run::{Ran, Range, run};
pub use self::summary::{rule_set, summary, undecided};
pub use self::tally::Tally;
use crate::examine::{Examined, Options};
use crate::judge::Judge;

/// How many finished jobs are remembered, unless another number is asked for.
pub const REMEMBER_JOBS: usize = 500_000;
/// How many events are remembered of all open jobs together, unless another number is asked for.
/// An event takes some 65 bytes at most, and each job as much as eight events.
pub const REMEMBER_EVENTS: u64 = 136_000;

/// How streams are judged, beside what holds for every document.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'c> {
    /// `--live`: the stream is still growing.
    pub live: bool,
    /// `--remember-jobs`: how many finished jobs are remembered.
    pub remember_jobs: usize,
    /// `--remember-events`: how many events are remembered of all open jobs together.
    pub remember_events: u64,
    /// Notes are findings too; otherwise they are only counted.
    pub list_notes: bool,
    /// Threads to judge on; at least one.
    pub threads: usize,
    /// Lines are judged as soon as they come (`--follow`).
    pub eager: bool,
    /// Set from outside when the run is to end early.
    pub stop: Option<&'c AtomicBool>,
}

impl Default for Settings<'_> {
    fn default() -> Self {
        Settings {
            live: false,
            remember_jobs: REMEMBER_JOBS,
            remember_events: REMEMBER_EVENTS,
            list_notes: true,
            threads: 1,
            eager: false,
            stop: None,
        }
    }
}

/// The most findings kept of one stream; the rest is counted.
const KEPT: usize = 10_000;

/// Judges every line of a text that is in memory.
#[must_use]
pub fn lines(judge: &Judge, name: &str, bytes: &[u8], options: &Options<'_>) -> Examined {
    reader(judge, name, &mut std::io::Cursor::new(bytes), options).0
}

/// Judges every line of a reader; the findings kept are bounded, the rest is counted.
///
/// The run beside the result is there whenever a contract was told: what it says is true of the
/// lines that were judged, also when the reader failed later.
#[must_use]
pub fn reader(
    judge: &Judge,
    name: &str,
    input: &mut (dyn Read + Send),
    options: &Options<'_>,
) -> (Examined, Option<Ran>) {
    let mut kept = Kept::default();
    let ran = run(judge, name, input, options, None, &mut |finding| kept.take(finding));
    match ran {
        Ok(mut ran) => {
            let judgement = Judgement {
                source: name.to_owned(),
                contract: ran.contract.map(|reference| reference.to_string()),
                recognised: ran.recognised,
                instances: ran.tally.lines,
                stream: true,
                counted: kept.counted(&ran.tally),
                findings: kept.findings,
            };
            let identities = std::mem::take(&mut ran.identities);
            (Examined::Judged(judgement, identities), Some(ran))
        }
        Err(why) => (Examined::NotJudged(why.exit(), why.to_string()), None),
    }
}

/// The findings that are kept of a stream.
#[derive(Default)]
struct Kept {
    findings: Vec<Finding>,
}

impl Kept {
    fn take(&mut self, finding: Finding) {
        let room = if finding.severity == Severity::Error { 2 * KEPT } else { KEPT };
        if self.findings.len() < room {
            self.findings.push(finding);
        }
    }

    /// What was found beside what is kept.
    fn counted(&self, tally: &Tally) -> Counts {
        let (all, kept) = (tally.counts(), Counts::of(&self.findings));
        Counts {
            errors: all.errors.saturating_sub(kept.errors),
            warnings: all.warnings.saturating_sub(kept.warnings),
            notes: all.notes.saturating_sub(kept.notes),
        }
    }
}
