//! One program, from its start until nothing of it is left.

use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{
    Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, waitpgid,
};

use super::RunLimits;
use super::program::{Outcome, Program};
use super::stream::{Stream, is_for_later};
use crate::observe::Ending;

/// How often a run that prints nothing looks at its clock.
const TICK: Duration = Duration::from_millis(50);

/// Where an exit cannot be waited for: the first look again at a program whose pipes are closed,
/// since its exit can be seen some ten microseconds after them. A program that runs on without
/// pipes is looked at less and less often.
const FIRST_PAUSE: Duration = Duration::from_micros(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// How long a killed program may take to go before it is given up (a hung file system).
const GIVE_UP: Duration = Duration::from_secs(5);

/// Runs a program to its end, or to ours. `stop` ends it early (an interrupted certification).
#[must_use]
pub fn start(program: &Program<'_>, limits: &RunLimits, stop: &AtomicBool) -> Outcome {
    let begun = Instant::now();
    let mut watched = match spawn(program) {
        Ok(child) => Watched::new(child, program.stdin.unwrap_or_default(), limits),
        Err(error) => return Outcome::not_started(format!("could not be started: {error}")),
    };
    let ending = watched.watch(begun + limits.timeout, stop);
    Outcome {
        ending,
        duration: begun.elapsed(),
        stdout: watched.stdout.printed,
        stderr: watched.stderr.printed,
    }
}

fn spawn(program: &Program<'_>) -> io::Result<Child> {
    let mut command = Command::new(program.program);
    command
        .args(program.args)
        .current_dir(program.folder)
        .process_group(0)
        .stdin(if program.stdin.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in program.without {
        command.env_remove(name);
    }
    if let Some((name, value)) = program.mark {
        command.env(name, value);
    }
    command.spawn()
}

struct Watched<'w> {
    child: Child,
    group: Option<Pid>,
    /// Ready once the program has ended, where the system has such a thing.
    exit: Option<OwnedFd>,
    input: &'w [u8],
    stdin: Option<std::process::ChildStdin>,
    stdout: Stream<std::process::ChildStdout>,
    stderr: Stream<std::process::ChildStderr>,
    limits: &'w RunLimits,
    pause: Duration,
}

impl<'w> Watched<'w> {
    fn new(mut child: Child, input: &'w [u8], limits: &'w RunLimits) -> Self {
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let stdin = child.stdin.take().filter(|pipe| rustix::io::ioctl_fionbio(pipe, true).is_ok());
        let stdout = Stream::new(child.stdout.take());
        let stderr = Stream::new(child.stderr.take());
        let exit = group.and_then(exit_of);
        Watched { child, group, exit, input, stdin, stdout, stderr, limits, pause: FIRST_PAUSE }
    }

    fn watch(&mut self, deadline: Instant, stop: &AtomicBool) -> Ending {
        let mut ended: Option<(ExitStatus, Instant)> = None;
        // Most inputs fit into the pipe whole, before the program has come to read.
        self.feed();
        loop {
            let now = Instant::now();
            if stop.load(Ordering::Relaxed) {
                return self.kill(Ending::NotStarted { reason: "interrupted".to_owned() });
            }
            if self.stdout.printed.bytes.max(self.stderr.printed.bytes) > self.limits.flood {
                return self.kill(Ending::Flooded { limit_bytes: self.limits.flood });
            }
            if ended.is_none() {
                ended = self.child.try_wait().ok().flatten().map(|status| (status, now));
            }
            match ended {
                Some((status, _)) if self.is_silent() => return self.leave(status),
                // Somebody else holds the pipes open.
                Some((status, at)) if now >= at + self.limits.linger => {
                    return self.kill(left_behind(status));
                }
                None if now >= deadline => {
                    let limit_ms = u64::try_from(self.limits.timeout.as_millis());
                    return self.kill(Ending::TimedOut { limit_ms: limit_ms.unwrap_or(u64::MAX) });
                }
                _ => self.wait(deadline.saturating_duration_since(now), ended.is_some()),
            }
        }
    }

    fn is_silent(&self) -> bool {
        self.stdout.pipe.is_none() && self.stderr.pipe.is_none()
    }

    /// Waits for a pipe or the exit, or for a moment, and does what can be done without waiting.
    fn wait(&mut self, remaining: Duration, ended: bool) {
        if !self.is_silent() || (!ended && self.exit.is_some()) {
            self.poll(if ended { LONGEST_PAUSE } else { TICK.min(remaining) }, ended);
        } else {
            std::thread::sleep(self.pause.min(remaining));
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
        self.stdout.drain(self.limits.keep);
        self.stderr.drain(self.limits.keep);
        self.feed();
    }

    fn poll(&self, limit: Duration, ended: bool) {
        let read = |fd| PollFd::from_borrowed_fd(fd, PollFlags::IN);
        let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(4);
        fds.extend(self.stdout.pipe.as_ref().map(AsFd::as_fd).map(read));
        fds.extend(self.stderr.pipe.as_ref().map(AsFd::as_fd).map(read));
        // It stays ready for ever once the program has ended.
        fds.extend(self.exit.as_ref().filter(|_| !ended).map(AsFd::as_fd).map(read));
        let stdin: Option<BorrowedFd<'_>> = self.stdin.as_ref().map(AsFd::as_fd);
        fds.extend(stdin.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::OUT)));
        let limit = Timespec::try_from(limit).ok();
        // An interrupted wait is only a shorter one.
        let _ = poll(&mut fds, limit.as_ref());
    }

    /// Writes what standard input takes; a program that does not read is no error.
    fn feed(&mut self) {
        let Some(pipe) = &mut self.stdin else { return };
        if !self.input.is_empty() {
            match pipe.write(self.input) {
                Ok(count) => self.input = self.input.get(count..).unwrap_or_default(),
                Err(error) if is_for_later(&error) => return,
                Err(_) => self.input = &[],
            }
        }
        if self.input.is_empty() {
            self.stdin = None;
        }
    }

    /// The program has ended and nobody holds its pipes: has it left anybody behind?
    fn leave(&self, status: ExitStatus) -> Ending {
        let deadline = Instant::now() + self.limits.linger;
        while self.group_lives() {
            if Instant::now() >= deadline {
                self.kill_group();
                return left_behind(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        match (status.code(), status.signal()) {
            (Some(code), _) => Ending::Exited { code },
            (None, signal) => Ending::Killed { signal: signal.unwrap_or_default() },
        }
    }

    /// Whether a process of the group still runs. What has ended and only waits to be reaped (by
    /// an init that does not) is no process that lives on.
    fn group_lives(&self) -> bool {
        self.group.is_some_and(|group| {
            // Those that fell to us when their parent ended, and have ended too.
            while let Ok(Some(_)) = waitpgid(group, WaitOptions::NOHANG) {}
            test_kill_process_group(group).is_ok() && super::sweep::group_runs(group.as_raw_pid())
        })
    }

    fn kill(&mut self, ending: Ending) -> Ending {
        self.kill_group();
        // The group may have been left; the program itself is ours to end in any case.
        let _ = self.child.kill();
        let give_up = Instant::now() + GIVE_UP;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < give_up {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.stdout.drain(self.limits.keep);
        self.stderr.drain(self.limits.keep);
        ending
    }

    fn kill_group(&self) {
        if let Some(group) = self.group {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// What tells the exit of a child that nobody has waited for yet.
#[cfg(target_os = "linux")]
fn exit_of(child: Pid) -> Option<OwnedFd> {
    rustix::process::pidfd_open(child, rustix::process::PidfdFlags::empty()).ok()
}

/// There is nothing to wait for: the exit is looked for.
#[cfg(not(target_os = "linux"))]
fn exit_of(_: Pid) -> Option<OwnedFd> {
    None
}

fn left_behind(status: ExitStatus) -> Ending {
    Ending::LeftBehind { code: status.code() }
}

/// Ends one process that fled its group.
pub(super) fn end(pid: i32) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = rustix::process::kill_process(pid, Signal::KILL);
    }
}
