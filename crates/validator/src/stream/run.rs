//! A run over one stream: blocks judged on every thread, joined in input order.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::Ordering;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};

use super::blocks::{Blocks, Place};
use super::buffer::Buffer;
use super::lane::Lane;
use super::lives::Lives;
use super::part::Part;
use super::proven::Fast;
use super::tally::Tally;
use crate::examine::{NotJudged, Options};
use crate::judge::Judge;
use crate::unique::Identity;

/// A part of a stream, by the bytes in which its lines begin. The input stands at `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Where the first line begins.
    pub start: u64,
    /// How many bytes behind it may begin a line.
    pub length: u64,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    /// What the records were judged by, unless none told it.
    pub contract: Option<Reference>,
    /// Whether a record told it.
    pub recognised: bool,
    /// The counts.
    pub tally: Tally,
    /// The jobs, as the end of the run left them.
    pub lives: Lives,
    /// `--check-unique`: the identities of the records.
    pub identities: Vec<Identity>,
    /// Where the lines judged begin and end, in bytes of the stream.
    pub bytes: (u64, u64),
    /// Line ends among them.
    pub line_ends: u64,
    /// The SHA-256 of those bytes, for a range.
    pub digest: Option<[u8; 32]>,
    /// Whether the end of the input was reached.
    pub ended: bool,
    /// Whether the run was stopped before it was through.
    pub stopped: bool,
    /// Why the reader failed; what was judged before counts.
    pub failed: Option<String>,
}

/// Judges a stream or a range of it. Findings go to `sink` in input order as they are found.
///
/// # Errors
/// When no contract could be told, or our own data is not in order.
pub fn run(
    judge: &Judge,
    name: &str,
    input: &mut (dyn Read + Send),
    options: &Options<'_>,
    range: Option<Range>,
    sink: &mut (dyn FnMut(Finding) + Send),
) -> Result<Ran, NotJudged> {
    let settings = options.stream;
    let start = range.map_or(0, |range| range.start);
    let length = range.map_or(u64::MAX, |range| range.length);
    let blocks = Blocks::new(input, options.limits.line(), settings.eager, range.is_some(), length);
    let mut lane = Lane { name, judge, options: *options, recognised: false };
    let mut whole = Part::new(start == 0, settings.remember_jobs);
    whole.lives = whole.lives.within(settings.remember_events);
    let early = BTreeMap::new();
    let order = Order { next: 0, early, broken: false, whole, sink, failed: None };
    let shared = Shared {
        threads: settings.threads,
        blocks: Mutex::new(Source { blocks, broken: None, stopped: false }),
        order: Mutex::new(order),
        turn: Condvar::new(),
    };
    let mut block = Buffer::default();
    // Until a record has told the contract there is nothing to share.
    let mut more = true;
    while more && lane.options.contract.is_none() {
        more = shared.first(&mut lane, &mut block)?;
    }
    // One block may be all there is: threads are for what comes behind it.
    let mut fast = if more { lane.fast() } else { None };
    more = more && shared.step(&lane, fast.as_mut(), &mut block);
    if more && settings.threads > 1 {
        std::thread::scope(|scope| {
            for _ in 0..settings.threads {
                let (shared, lane) = (&shared, &lane);
                let mut fast = fast.as_ref().map(Fast::again);
                scope.spawn(move || {
                    let _watch = Watch(shared);
                    let mut block = Buffer::default();
                    while shared.step(lane, fast.as_mut(), &mut block) {}
                });
            }
        });
    } else {
        while more && shared.step(&lane, fast.as_mut(), &mut block) {}
    }
    shared.finish(&lane, start)
}

struct Source<'r> {
    blocks: Blocks<'r>,
    broken: Option<String>,
    stopped: bool,
}

struct Order<'s> {
    next: u64,
    /// Parts whose turn has not come.
    early: BTreeMap<u64, Part>,
    /// Whether a thread panicked: its block never comes.
    broken: bool,
    whole: Part,
    sink: &'s mut (dyn FnMut(Finding) + Send),
    failed: Option<NotJudged>,
}

impl Order<'_> {
    /// The part whose turn it is, when it is there.
    fn take(&mut self) -> Option<Part> {
        let part = self.early.remove(&self.next)?;
        self.next += 1;
        Some(part)
    }

    fn join(&mut self, lane: &Lane<'_>, mut part: Part) {
        let Order { whole, sink, .. } = self;
        let from = part.findings.len();
        whole.lives.join(part.lives, &mut part.findings);
        lane.named(&mut part.findings, from..usize::MAX, &mut part.tally);
        part.findings.sort_by_key(|finding| finding.location.line);
        part.findings.into_iter().for_each(&mut **sink);
        whole.tally.add(&part.tally);
        whole.identities.append(&mut part.identities);
    }
}

struct Shared<'r, 's> {
    /// So many parts may wait for their turn.
    threads: usize,
    blocks: Mutex<Source<'r>>,
    order: Mutex<Order<'s>>,
    turn: Condvar,
}

/// Tells the other threads when one panics: they would wait for its block without an end.
struct Watch<'w, 'r, 's>(&'w Shared<'r, 's>);

impl Drop for Watch<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            held(&self.0.order).broken = true;
            self.0.turn.notify_all();
        }
    }
}

/// A thread that panicked has left nothing half done that matters: its block is not joined.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared<'_, '_> {
    fn read(&self, lane: &Lane<'_>, block: &mut Buffer) -> Option<Place> {
        let mut source = held(&self.blocks);
        if source.broken.is_some() || source.stopped {
            return None;
        }
        let stopping = || lane.settings().stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        if stopping() {
            source.stopped = true;
            return None;
        }
        match source.blocks.next(block) {
            Ok(place) => place,
            // A reader that is told to stop gives up waiting.
            Err(_) if stopping() => {
                source.stopped = true;
                None
            }
            Err(error) => {
                source.broken = Some(error.to_string());
                None
            }
        }
    }

    /// Judges a block that may tell the contract; says whether there may be more.
    fn first(&self, lane: &mut Lane<'_>, block: &mut Buffer) -> Result<bool, NotJudged> {
        let Some(place) = self.read(lane, block) else { return Ok(false) };
        let mut part = Part::new(false, usize::MAX);
        if place.too_long {
            lane.too_long(place.line, &mut part)?;
        } else {
            lane.block(block, place.line, &mut part)?;
        }
        self.join(lane, place, part);
        Ok(true)
    }

    /// Judges the next block; says whether there may be more.
    fn step(&self, lane: &Lane<'_>, fast: Option<&mut Fast>, block: &mut Buffer) -> bool {
        let Some(place) = self.read(lane, block) else { return false };
        let mut part = Part::new(false, usize::MAX);
        let judged = if place.too_long {
            lane.too_long(place.line, &mut part)
        } else {
            lane.known(fast, block, place.line, &mut part)
        };
        if let Err(why) = judged {
            held(&self.blocks).stopped = true;
            let mut order = held(&self.order);
            order.failed.get_or_insert(why);
        }
        self.join(lane, place, part)
    }

    /// Joins a block's part once everything before it is joined. Who is early leaves it to the one
    /// that is waited for, unless too much waits already.
    fn join(&self, lane: &Lane<'_>, place: Place, part: Part) -> bool {
        let mut order = held(&self.order);
        while order.next != place.number && order.early.len() >= self.threads && !order.broken {
            order = self.turn.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
        order.early.insert(place.number, part);
        let from = order.next;
        while let Some(part) = order.take() {
            order.join(lane, part);
        }
        if order.next != from {
            self.turn.notify_all();
        }
        order.failed.is_none() && !order.broken
    }

    fn finish(self, lane: &Lane<'_>, start: u64) -> Result<Ran, NotJudged> {
        let source = self.blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
        let order = self.order.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = order.failed {
            return Err(why);
        }
        let (mut whole, sink) = (order.whole, order.sink);
        let complete = !source.stopped && source.broken.is_none();
        let together =
            lane.options.contract.is_some_and(|known| known.contract.id == super::TOGETHER);
        if together && start == 0 && source.blocks.ended() && complete {
            whole.lives.end(lane.settings().live, &mut |mut finding| {
                lane.named(std::slice::from_mut(&mut finding), 0..1, &mut whole.tally);
                if finding.severity > Severity::Note || lane.settings().list_notes {
                    sink(finding);
                }
            });
        }
        Ok(Ran {
            contract: lane.options.contract,
            recognised: lane.recognised,
            tally: whole.tally,
            lives: whole.lives,
            identities: whole.identities,
            bytes: (start, start + source.blocks.bytes()),
            line_ends: source.blocks.line_ends(),
            digest: source.blocks.digest(),
            ended: source.blocks.ended(),
            stopped: source.stopped,
            failed: source.broken,
        })
    }
}
