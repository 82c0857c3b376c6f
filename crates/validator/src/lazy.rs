//! What pays only for many documents is made once there were some.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many times it is done without.
const PATIENCE: usize = 4;

/// What is made once it was asked for several times.
#[derive(Debug)]
pub(crate) struct Lazy<T> {
    made: OnceLock<T>,
    asked: AtomicUsize,
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Lazy { made: OnceLock::new(), asked: AtomicUsize::new(0) }
    }
}

impl<T> Lazy<T> {
    /// What was made, or is made now; none when it does not pay yet.
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> Option<&T> {
        if let Some(made) = self.made.get() {
            return Some(made);
        }
        let often = self.asked.fetch_add(1, Ordering::Relaxed) >= PATIENCE;
        often.then(|| self.made.get_or_init(make))
    }
}
