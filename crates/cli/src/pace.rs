//! The machine's clocks, and the signals that ask for an end.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ingest::pace::{Pace, Stop};
use jiff::Timestamp;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Time as this machine counts it.
#[derive(Debug)]
pub struct SystemPace(Instant);

impl SystemPace {
    /// Time that begins now.
    #[must_use]
    pub fn start() -> Self {
        SystemPace(Instant::now())
    }
}

impl Pace for SystemPace {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn unix_seconds(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The machine's time, to the second: what documents show.
#[must_use]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Raises the flag at the first SIGINT or SIGTERM; the second one ends the process at once.
///
/// # Errors
/// The system refuses the handlers.
pub fn watch_signals(stop: &Stop) -> std::io::Result<()> {
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag down and only raises it.
        flag::register_conditional_default(signal, stop.flag())?;
        flag::register(signal, stop.flag())?;
    }
    Ok(())
}
