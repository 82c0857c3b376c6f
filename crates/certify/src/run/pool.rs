//! All tasks of a plan, several at once, told in the plan's order.

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use validator::proof::digest;

use super::adapter::{Adapter, AdapterFault};
use super::orphans::Orphans;
use super::process::start;
use super::program::{Outcome, Printed, Program};
use super::writer::{self, Closed, Queue};
use super::{RunLimits, sweep};
use crate::evidence::{self, EvidenceFile};
use crate::observe::{Captured, Ending, Observation, read_answer};
use crate::plan::{Task, Work};

/// Where evidence goes. The edge implements it; it is called beside the checks that run.
pub trait Keep: Sync {
    /// Keeps one file below the runner's folder.
    ///
    /// # Errors
    /// When it cannot be written: the run ends, since a check without evidence proves nothing.
    fn keep(&self, file: &EvidenceFile) -> io::Result<()>;

    /// Takes a file away that was kept and turned out not to be true.
    ///
    /// # Errors
    /// When it cannot be taken away; one that is not there is none.
    fn forget(&self, file: &EvidenceFile) -> io::Result<()>;
}

/// Who is told how the run goes.
pub trait Progress: Sync {
    /// A task begins; `done` of `all` have ended.
    fn begins(&self, task: &Task, done: usize, all: usize);
}

/// What a run needs beside its tasks.
#[derive(Clone, Copy)]
pub struct Settings<'s> {
    /// The adapter, or why there is none: then every check fails with that reason.
    pub adapter: Result<&'s Adapter, &'s AdapterFault>,
    /// The adapter as it was asked for.
    pub shown: &'s str,
    /// The folder that it runs in.
    pub root: &'s Path,
    /// The bounds of one check.
    pub limits: &'s RunLimits,
    /// How many checks run at once.
    pub jobs: NonZeroUsize,
    /// What marks the processes of this run, and of no other.
    pub mark: &'s str,
    /// Set from outside to end the run early.
    pub stop: &'s AtomicBool,
    /// Where evidence goes.
    pub keep: &'s dyn Keep,
    /// Whether this process has no other children while the checks run. Then (on Linux) what a
    /// check leaves running is found however it hides; else only what stays in its group, keeps
    /// its pipes or carries its mark.
    pub alone: bool,
    /// Who is told.
    pub progress: &'s dyn Progress,
}

/// Why a run gave no observations.
#[derive(Debug)]
pub enum RunFault {
    /// Evidence could not be kept.
    Evidence(io::Error),
    /// It was ended from outside.
    Interrupted,
    /// Checks ran at once, and one of them left a process that hides whose it is.
    Stray,
}

impl fmt::Display for RunFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunFault::Evidence(error) => write!(f, "evidence cannot be written: {error}"),
            RunFault::Stray => f.write_str(
                "a process outlived its check and hides which one that was; it was killed. With \
                 one check at a time (--jobs 1) it can be told; no certificate was written",
            ),
            RunFault::Interrupted => f.write_str("interrupted; no certificate was written"),
        }
    }
}

impl std::error::Error for RunFault {}

/// Runs every task and tells what was seen, in the order of the tasks.
///
/// # Errors
/// [`RunFault`]; a task that cannot be run is an observation, never an error.
pub fn run(tasks: &[Task], settings: &Settings<'_>) -> Result<Vec<Observation>, RunFault> {
    let seen: Mutex<Vec<Option<Observation>>> = Mutex::new(vec![None; tasks.len()]);
    let orphans = Mutex::new(if settings.alone { Orphans::adopt() } else { Orphans::default() });
    let written =
        writer::beside(settings.keep, |queue| run_all(tasks, settings, queue, &orphans, &seen));
    let mut seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Whatever became of the evidence: nothing that was started may live on.
    let amended = catch_fled(&mut seen, settings);
    let stray = lock(&orphans).end_all(settings.limits.linger);
    written.and(amended).map_err(RunFault::Evidence)?;
    if settings.stop.load(Ordering::Relaxed) {
        return Err(RunFault::Interrupted);
    }
    if stray {
        return Err(RunFault::Stray);
    }
    Ok(seen.into_iter().flatten().collect())
}

/// Runs the tasks, as many at once as the settings say.
fn run_all(
    tasks: &[Task],
    settings: &Settings<'_>,
    queue: &Queue,
    orphans: &Mutex<Orphans>,
    seen: &Mutex<Vec<Option<Observation>>>,
) {
    let next = AtomicUsize::new(0);
    let work = || {
        while !settings.stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(index) else { return };
            settings.progress.begins(task, index, tasks.len());
            let Ok(one) = run_one(task, index, settings, queue, orphans) else { return };
            if let Some(slot) = lock(seen).get_mut(index) {
                *slot = Some(one);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..settings.jobs.get().min(tasks.len()) {
            scope.spawn(work);
        }
        work();
    });
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run_one(
    task: &Task,
    index: usize,
    settings: &Settings<'_>,
    queue: &Queue,
    orphans: &Mutex<Orphans>,
) -> Result<Observation, Closed> {
    let Some(invocation) = task.invocation() else {
        return Ok(unrun(task, Vec::new(), "nothing to run"));
    };
    let mut argv = vec![settings.shown.to_owned()];
    argv.extend(invocation.args.iter().cloned());
    let adapter = match settings.adapter {
        Ok(adapter) => adapter,
        Err(fault) => {
            let one = unrun(task, argv, &fault.to_string());
            return queue.put(vec![evidence::record(&one)]).map(|()| one);
        }
    };
    let args: Vec<String> = adapter.lead.iter().chain(&invocation.args).cloned().collect();
    let mark = format!("{}:{index}", settings.mark);
    let program = Program {
        program: &adapter.program,
        args: &args,
        stdin: invocation.stdin.as_deref(),
        folder: settings.root,
        mark: Some((sweep::MARK, &mark)),
        without: &[],
    };
    let mut outcome = start(&program, settings.limits, settings.stop);
    if settings.jobs.get() == 1 {
        // Nothing else runs, so that whatever is left is of this check.
        lock(orphans).settle(&mut outcome.ending, settings.limits.linger);
    }
    let one = observe(task, argv, &outcome);
    queue.put(files_of(&one, &outcome)).map(|()| one)
}

/// What was printed, and the record that names it. Of a stream that carried nothing the record
/// says so; a file would say no more.
fn files_of(one: &Observation, outcome: &Outcome) -> Vec<EvidenceFile> {
    [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)]
        .into_iter()
        .filter(|(_, printed)| !printed.kept.is_empty())
        .map(|(what, printed)| evidence::output(&one.id, what, &printed.kept))
        .chain([evidence::record(one)])
        .collect()
}

fn observe(task: &Task, argv: Vec<String>, outcome: &Outcome) -> Observation {
    let answers = matches!(task.work, Work::Case(_));
    Observation {
        id: task.id.clone(),
        argv,
        ending: outcome.ending.clone(),
        duration_ms: u64::try_from(outcome.duration.as_millis()).unwrap_or(u64::MAX),
        stdout: captured(&outcome.stdout),
        stderr: captured(&outcome.stderr),
        reported: if answers { read_answer(&outcome.stdout.kept) } else { None },
    }
}

fn unrun(task: &Task, argv: Vec<String>, reason: &str) -> Observation {
    let nothing = captured(&Printed::default());
    Observation {
        id: task.id.clone(),
        argv,
        ending: Ending::NotStarted { reason: reason.to_owned() },
        duration_ms: 0,
        stdout: nothing.clone(),
        stderr: nothing,
        reported: None,
    }
}

fn captured(printed: &Printed) -> Captured {
    Captured {
        bytes: printed.bytes,
        kept: printed.kept.len() as u64,
        sha256: digest::of_bytes(&printed.kept),
    }
}

/// Ends what fled its group, and lets its check and the record of it tell so.
fn catch_fled(seen: &mut [Option<Observation>], settings: &Settings<'_>) -> io::Result<()> {
    let fled = sweep::fled(settings.mark);
    // All of them first: writing may fail.
    fled.iter().for_each(|(pid, _)| super::process::end(*pid));
    for (_, check) in fled {
        if let Some(Some(one)) = seen.get_mut(check)
            && let Ending::Exited { code } = one.ending
        {
            let untrue = evidence::record(one);
            one.ending = Ending::LeftBehind { code: Some(code) };
            settings.keep.keep(&evidence::record(one))?;
            settings.keep.forget(&untrue)?;
        }
    }
    Ok(())
}
