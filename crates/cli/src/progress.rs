//! Progress on a terminal, for work over a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that shows itself only on a terminal, and only once the work takes a second.
pub struct Progress {
    /// None where nothing is ever drawn: making a bar costs more than judging a small document.
    bar: Option<ProgressBar>,
    started: Instant,
}

impl Progress {
    /// A bar over that many inputs.
    #[must_use]
    pub fn new(shown: bool, inputs: usize) -> Self {
        let bar = (shown && inputs > 1).then(|| hidden(inputs));
        Progress { bar, started: Instant::now() }
    }

    /// One input more is done.
    pub fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if bar.is_hidden() && self.started.elapsed() > Duration::from_secs(1) {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        bar.inc(1);
    }
}

fn hidden(inputs: usize) -> ProgressBar {
    let length = u64::try_from(inputs).unwrap_or(u64::MAX);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
    match ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
