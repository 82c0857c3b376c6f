//! Collects, sorts, overrides and renders findings; exit codes; atomic writes.
//!
//! Nothing here prints, exits or reads a clock: every renderer writes to a writer it is given,
//! and the time comes as a value. The way of a run: the edge makes a [`Collector`], hands it
//! every judged input, calls [`Collector::finish`], gives the report to [`format::render`] once
//! a requested format, and ends the process with [`Report::exit`].

pub mod clock;
pub mod collector;
pub mod diff;
mod digits;
pub mod exit;
pub mod fingerprint;
pub mod format;
mod merge;
pub mod palette;
mod tally;
pub mod visible;
pub mod waiver;
pub mod write;

pub use clock::Clock;
pub use collector::{Collector, FailOn, Judgement, Report, Settings};
pub use exit::Exit;
pub use format::{Format, RenderOptions, RuleHelp, render};
pub use merge::merged;
pub use palette::{Palette, paint};
pub use tally::Counts;
pub use waiver::WaiverBook;
