//! The process's streams, handed to commands as values, so that tests can stand in for a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::input::Standard;

/// Where a command reads from and writes to.
pub struct Io<'a> {
    /// Standard input.
    pub input: &'a mut (dyn io::Read + Send),
    /// Standard output: reports, in every format.
    pub out: &'a mut dyn Write,
    /// Standard error: progress and the tool's own errors.
    pub err: &'a mut dyn Write,
    /// Whether the report may be coloured.
    pub colour: bool,
    /// Whether progress may be drawn.
    pub progress: bool,
    /// Raised by an interruption where a command watches for it; waiting for standard input ends.
    pub stop: Arc<AtomicBool>,
}

/// Runs a command on the streams of the process.
pub fn with_process<T>(run: impl FnOnce(&mut Io<'_>) -> T) -> T {
    let stdout = io::stdout();
    let stderr = io::stderr();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = stdout.is_terminal() && !no_colour;
    let progress = stderr.is_terminal();
    let mut out = io::BufWriter::new(stdout.lock());
    let mut err = stderr;
    let stop = Arc::new(AtomicBool::new(false));
    let (mut own, mut shared) = (Standard::new(&stop), io::stdin());
    let input: &mut (dyn io::Read + Send) = match &mut own {
        Ok(own) => own,
        Err(_) => &mut shared,
    };
    run(&mut Io { input, out: &mut out, err: &mut err, colour, progress, stop })
}

impl Io<'_> {
    /// The styles of the report: none unless it may be coloured.
    #[must_use]
    pub fn palette(&self) -> report::Palette {
        if self.colour { report::Palette::coloured() } else { report::Palette::plain() }
    }

    /// Says on standard error what went wrong and what to do. A closed standard error is no reason
    /// to fail.
    pub fn complain(&mut self, text: impl std::fmt::Display) {
        let _ = writeln!(self.err, "error: {text}");
    }

    /// Says something on standard error that is no error.
    pub fn say(&mut self, text: impl std::fmt::Display) {
        let _ = writeln!(self.err, "{text}");
    }
}
