//! Time and interruption, handed in from the edge so that no test has to wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often a wait looks at the stop flag.
const SLICE: Duration = Duration::from_millis(100);

/// The passing of time. The edge implements it with the machine's clocks, tests with a counter.
pub trait Pace: Send + Sync {
    /// Time since the run began; never goes back.
    fn elapsed(&self) -> Duration;
    /// Seconds since 1970-01-01T00:00:00Z, for the reset times that servers give.
    fn unix_seconds(&self) -> i64;
    /// Lets that much time pass.
    fn sleep(&self, time: Duration);
}

/// A request to end soon, raised by a signal handler and looked at by everything that waits.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// The flag itself, for a signal handler.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// Asks for the end.
    pub fn raise(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Lets time pass until `until` (as [`Pace::elapsed`] counts), in slices, ending early when the
/// stop flag is raised. Says whether the whole time passed.
pub fn wait_until(pace: &dyn Pace, stop: &Stop, until: Duration) -> bool {
    loop {
        if stop.is_raised() {
            return false;
        }
        let left = until.saturating_sub(pace.elapsed());
        if left.is_zero() {
            return true;
        }
        pace.sleep(left.min(SLICE));
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, Instant};

    use super::Pace;

    /// Time that passes at once when somebody sleeps, and as it does otherwise.
    #[derive(Debug)]
    pub(crate) struct VirtualPace {
        began: Instant,
        skipped: AtomicU64,
        epoch: i64,
    }

    impl VirtualPace {
        /// Virtual time that begins at those seconds since 1970.
        pub(crate) fn at(epoch: i64) -> Self {
            VirtualPace { began: Instant::now(), skipped: AtomicU64::new(0), epoch }
        }

        /// How much time was slept away.
        pub(crate) fn slept(&self) -> Duration {
            Duration::from_millis(self.skipped.load(Ordering::SeqCst))
        }
    }

    impl Pace for VirtualPace {
        fn elapsed(&self) -> Duration {
            self.began.elapsed() + self.slept()
        }

        fn unix_seconds(&self) -> i64 {
            self.epoch + i64::try_from(self.elapsed().as_secs()).unwrap()
        }

        fn sleep(&self, time: Duration) {
            let millis = u64::try_from(time.as_millis()).unwrap().max(1);
            self.skipped.fetch_add(millis, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::VirtualPace;
    use super::*;

    #[test]
    fn a_wait_passes_virtual_time_without_real_time() {
        let pace = VirtualPace::at(0);
        assert!(wait_until(&pace, &Stop::default(), Duration::from_secs(3600)));
        assert!(pace.slept() >= Duration::from_secs(3599));
    }

    #[test]
    fn a_wait_ends_when_the_end_is_asked_for() {
        let pace = VirtualPace::at(0);
        let stop = Stop::default();
        stop.raise();
        assert!(!wait_until(&pace, &stop, Duration::from_secs(3600)));
    }
}
