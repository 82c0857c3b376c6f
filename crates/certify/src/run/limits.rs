//! How much one check may take.

use std::time::Duration;

/// The bounds of one check. All settable; [`RunLimits::default`] is what the manual states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunLimits {
    /// How long it may run.
    pub timeout: Duration,
    /// Bytes of each output stream that are kept as evidence.
    pub keep: usize,
    /// Bytes that either stream may carry before the program is killed.
    pub flood: u64,
    /// How long processes that it started may live on after it ended.
    pub linger: Duration,
}

impl Default for RunLimits {
    fn default() -> Self {
        RunLimits {
            timeout: Duration::from_secs(300),
            keep: 1 << 20,
            flood: 64 << 20,
            linger: Duration::from_millis(500),
        }
    }
}
