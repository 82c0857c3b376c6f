//! One run: workers look at lanes, the coordinator collects, and neither a fault nor an
//! interruption leaves a lane without a row.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use contracts::runner::{FailureClass, LaneStatus, LogEntry, MatrixRow};

use crate::evidence::{Evidence, Failure};
use crate::lane::Lane;
use crate::observe::Observer;
use crate::pace::Stop;
use crate::row::{self, Frame};

/// Workers at most, whatever is asked for: a forge is not ours to flood.
pub const MOST_WORKERS: usize = 8;
/// How often the coordinator looks at the stop flag.
const TICK: Duration = Duration::from_millis(50);
/// How long workers may take to finish after the end was asked for.
const GRACE: Duration = Duration::from_millis(500);

/// What a run looks at.
pub struct Job {
    /// The lanes, in the order of the registry.
    pub lanes: Arc<[Lane]>,
    /// Who looks.
    pub observer: Arc<Observer>,
    /// How many look at once; at most [`MOST_WORKERS`] do.
    pub workers: usize,
    /// Time and bound.
    pub frame: Frame,
    /// Interruption.
    pub stop: Stop,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Row and entry of each lane, in the order of the registry.
    pub lanes: Vec<(MatrixRow, LogEntry)>,
    /// Whether some lane was left before its end.
    pub partial: bool,
    /// Whether any source was asked.
    pub asked: bool,
    /// Whether any source answered.
    pub answered: bool,
    /// Active lanes whose release can still be changed.
    pub mutable: Vec<String>,
    /// Lanes at which this program itself failed.
    pub bugs: Vec<String>,
}

/// Who is told of each lane as it is done.
pub type Progress<'p> = &'p mut dyn FnMut(&MatrixRow, usize, usize);

/// Looks at every lane.
pub fn run(job: &Job, progress: Progress<'_>) -> Outcome {
    let total = job.lanes.len();
    let results = start(job);
    let mut seen: Vec<Option<Looked>> = Vec::new();
    seen.resize_with(total, || None);
    let mut done = 0;
    while done < total {
        let Some((place, looked)) = next(&results, &job.stop) else { break };
        done += 1;
        progress(&looked.row, done, total);
        if let Some(slot) = seen.get_mut(place) {
            *slot = Some(looked);
        }
    }
    collect(job, seen)
}

/// A lane that was looked at, reduced to what the outcome needs: evidence may be large.
struct Looked {
    row: MatrixRow,
    entry: LogEntry,
    interrupted: bool,
    asked: bool,
    answered: bool,
    mutable: bool,
    bug: bool,
}

impl Looked {
    fn of(lane: &Lane, evidence: &Evidence, frame: Frame, bug: bool) -> Self {
        let (row, entry) = row::of(lane, evidence, frame);
        Looked {
            row,
            entry,
            interrupted: evidence.interrupted,
            asked: evidence.asked,
            answered: evidence.answered,
            mutable: evidence.has_release && evidence.immutable != Some(true),
            bug,
        }
    }
}

fn start(job: &Job) -> Receiver<(usize, Looked)> {
    let (send, receive) = mpsc::channel();
    let next = Arc::new(AtomicUsize::new(0));
    for _ in 0..job.workers.clamp(1, MOST_WORKERS).min(job.lanes.len()) {
        let (send, next) = (send.clone(), Arc::clone(&next));
        let (lanes, observer) = (Arc::clone(&job.lanes), Arc::clone(&job.observer));
        let (stop, frame) = (job.stop.clone(), job.frame);
        // Not scoped: after an interruption nobody waits for a worker that hangs in a download.
        thread::spawn(move || work(&lanes, &observer, &next, &stop, frame, &send));
    }
    receive
}

fn work(
    lanes: &[Lane],
    observer: &Observer,
    next: &AtomicUsize,
    stop: &Stop,
    frame: Frame,
    send: &Sender<(usize, Looked)>,
) {
    while !stop.is_raised() {
        let place = next.fetch_add(1, Ordering::SeqCst);
        let Some(lane) = lanes.get(place) else { return };
        let looked = match catch_unwind(AssertUnwindSafe(|| observer.observe(lane))) {
            Ok(evidence) => Looked::of(lane, &evidence, frame, false),
            Err(_) => Looked::of(lane, &unlooked("a fault of this program"), frame, true),
        };
        if send.send((place, looked)).is_err() {
            return;
        }
    }
}

fn unlooked(why: &str) -> Evidence {
    Evidence::none(Failure::new(FailureClass::DownloadFailed, format!("not looked at: {why}")))
}

/// The next result; none when all workers are gone, or some time after the end was asked for.
fn next(results: &Receiver<(usize, Looked)>, stop: &Stop) -> Option<(usize, Looked)> {
    let mut grace = GRACE;
    loop {
        match results.recv_timeout(TICK) {
            Ok(result) => return Some(result),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if !stop.is_raised() => {}
            Err(RecvTimeoutError::Timeout) => {
                grace = grace.checked_sub(TICK)?;
            }
        }
    }
}

fn collect(job: &Job, seen: Vec<Option<Looked>>) -> Outcome {
    let mut outcome = Outcome::default();
    for (lane, looked) in job.lanes.iter().zip(seen) {
        let looked = looked.unwrap_or_else(|| left(job, lane));
        outcome.partial |= looked.interrupted;
        outcome.asked |= looked.asked;
        outcome.answered |= looked.answered;
        if looked.mutable && lane.status == LaneStatus::Active {
            outcome.mutable.push(lane.runner_id.clone());
        }
        if looked.bug {
            outcome.bugs.push(lane.runner_id.clone());
        }
        outcome.lanes.push((looked.row, looked.entry));
    }
    outcome
}

/// A lane that no worker came to. One that is not run needs none.
fn left(job: &Job, lane: &Lane) -> Looked {
    if lane.status != LaneStatus::Active {
        return Looked::of(lane, &job.observer.observe(lane), job.frame, false);
    }
    let evidence = Evidence { interrupted: true, ..unlooked("the run was interrupted") };
    Looked::of(lane, &evidence, job.frame, false)
}
