//! Processes that outlive the check that started them, however they hide.
//!
//! A process that leaves its group, its session and its pipes and empties its environment carries
//! nothing that tells of its check. When its parent has ended, though, the system gives it to the
//! nearest ancestor that asked for it: us. So whatever is our child once a check's own program
//! has been waited for is what the check left behind, and asking for that is one system call.

use std::time::{Duration, Instant};

use crate::observe::Ending;

/// How long killed processes may take to go before they are given up.
const GIVE_UP: Duration = Duration::from_secs(5);

/// How often it is looked whether what was left has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// What falls to this process, which must start nothing beside the checks: a child of anybody
/// else would be taken for theirs.
#[derive(Debug, Default)]
pub(super) struct Orphans {
    adopts: bool,
    /// What could not be killed (a program with other rights): told once, then passed over.
    given_up: Vec<i32>,
}

impl Orphans {
    /// Asks for orphans from now on, where the system has such a thing. A process that has
    /// children already (of the shell that became it) does not ask: theirs would come too.
    pub(super) fn adopt() -> Orphans {
        let adopts = !system::lives() && system::adopt();
        Orphans { adopts, given_up: Vec::new() }
    }

    /// Ends what the only check left that has run since the last time, and lets its ending tell.
    pub(super) fn settle(&mut self, ending: &mut Ending, linger: Duration) {
        match *ending {
            Ending::Exited { code } if self.end_all(linger) => {
                *ending = Ending::LeftBehind { code: Some(code) };
            }
            Ending::Exited { .. } => {}
            // It is told already that it did not end as it should.
            _ => _ = self.end_all(Duration::ZERO),
        }
    }

    /// Ends everything that was left, when no check runs. Whether anything lived longer than
    /// `linger`.
    pub(super) fn end_all(&mut self, linger: Duration) -> bool {
        let deadline = Instant::now() + linger;
        while self.any() {
            if Instant::now() >= deadline {
                self.kill_all();
                return true;
            }
            std::thread::sleep(PAUSE);
        }
        false
    }

    /// Whether anything is left that has not ended.
    fn any(&self) -> bool {
        self.adopts && system::lives() && (self.given_up.is_empty() || !self.left().is_empty())
    }

    fn left(&self) -> Vec<i32> {
        let mut children = super::sweep::children();
        children.retain(|child| !self.given_up.contains(child));
        children
    }

    /// Killed parents leave their children to us, so that this takes as many turns as they are deep.
    fn kill_all(&mut self) {
        let give_up = Instant::now() + GIVE_UP;
        while self.any() && Instant::now() < give_up {
            self.left().into_iter().for_each(super::process::end);
            std::thread::sleep(PAUSE);
        }
        if self.any() {
            self.given_up.extend(self.left());
        }
    }
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::process::{WaitOptions, getpid, set_child_subreaper, wait};

    pub(super) fn adopt() -> bool {
        set_child_subreaper(Some(getpid())).is_ok()
    }

    /// Waits for every child that has ended; whether one is left that has not.
    pub(super) fn lives() -> bool {
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some(_)) => {}
                Ok(None) => return true,
                // No child at all.
                Err(_) => return false,
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn adopt() -> bool {
        false
    }

    pub(super) fn lives() -> bool {
        false
    }
}
