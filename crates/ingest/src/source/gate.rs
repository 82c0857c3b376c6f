//! One pause gate a host, shared by all workers: a limit met by one is kept by all.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::pace::{Pace, Stop, wait_until};

/// The gates of all hosts.
#[derive(Debug, Default)]
pub struct Gates {
    hosts: Mutex<HashMap<String, State>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// When the host may be asked again, as the pace counts.
    opens: Duration,
    /// Limits in a row.
    streak: u32,
}

/// Why a request may not go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// The host's pause ends only after the run's deadline.
    Beyond(Duration),
    /// The run was interrupted.
    Stopped,
}

impl Gates {
    /// Waits until the host may be asked.
    ///
    /// # Errors
    /// [`Shut`] when waiting is of no use.
    pub fn pass(
        &self,
        host: &str,
        pace: &dyn Pace,
        stop: &Stop,
        deadline: Duration,
    ) -> Result<(), Shut> {
        loop {
            let opens = self.lock().get(host).map_or(Duration::ZERO, |state| state.opens);
            if stop.is_raised() {
                return Err(Shut::Stopped);
            }
            if opens <= pace.elapsed() {
                return Ok(());
            }
            if opens > deadline {
                return Err(Shut::Beyond(opens.saturating_sub(pace.elapsed())));
            }
            if !wait_until(pace, stop, opens) {
                return Err(Shut::Stopped);
            }
        }
    }

    /// Limits in a row so far.
    #[must_use]
    pub fn streak(&self, host: &str) -> u32 {
        self.lock().get(host).map_or(0, |state| state.streak)
    }

    /// Shuts the gate for that long from now; a longer pause already there stands.
    pub fn shut(&self, host: &str, now: Duration, pause: Duration) {
        let mut hosts = self.lock();
        let state = hosts.entry(host.to_owned()).or_default();
        // A limit that another worker met at the same time is the same limit.
        if state.opens <= now {
            state.streak = state.streak.saturating_add(1);
        }
        state.opens = state.opens.max(now.saturating_add(pause));
    }

    /// The host answered without a limit.
    pub fn answered(&self, host: &str) {
        if let Some(state) = self.lock().get_mut(host) {
            state.streak = 0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, State>> {
        // The map is whole after every statement, also when a holder panicked.
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::testing::VirtualPace;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn a_pause_holds_every_worker_of_that_host_and_no_other() {
        let (gates, pace, stop) = (Gates::default(), VirtualPace::at(0), Stop::default());
        gates.shut("a", pace.elapsed(), Duration::from_secs(90));
        assert_eq!(gates.pass("b", &pace, &stop, HOUR), Ok(()));
        assert!(pace.slept().is_zero());
        assert_eq!(gates.pass("a", &pace, &stop, HOUR), Ok(()));
        assert!(pace.slept() >= Duration::from_secs(89));
        assert_eq!(gates.streak("a"), 1);
        gates.answered("a");
        assert_eq!(gates.streak("a"), 0);
    }

    #[test]
    fn a_pause_beyond_the_deadline_is_not_waited_for() {
        let (gates, pace, stop) = (Gates::default(), VirtualPace::at(0), Stop::default());
        gates.shut("a", pace.elapsed(), 2 * HOUR);
        assert!(matches!(gates.pass("a", &pace, &stop, HOUR), Err(Shut::Beyond(_))));
        assert!(pace.slept().is_zero());
        stop.raise();
        assert_eq!(gates.pass("a", &pace, &stop, HOUR), Err(Shut::Stopped));
    }

    #[test]
    fn limits_met_together_count_once() {
        let gates = Gates::default();
        gates.shut("a", Duration::ZERO, Duration::from_secs(60));
        gates.shut("a", Duration::from_secs(1), Duration::from_secs(60));
        assert_eq!(gates.streak("a"), 1);
        gates.shut("a", Duration::from_secs(90), Duration::from_secs(60));
        assert_eq!(gates.streak("a"), 2);
    }
}
