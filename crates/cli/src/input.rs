//! Where bytes come from: standard input, files that may change while they are read, files that
//! grow.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use report::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How often somebody who waits for bytes looks whether the run is to end.
const TICK: Duration = Duration::from_millis(100);

/// Set by the first interruption; a second one ends the process at once.
///
/// # Errors
/// The system refuses the handlers.
pub fn watch_interruption(stop: &Arc<AtomicBool>) -> io::Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let code = i32::from(Exit::Network.code());
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    Ok(())
}

/// Standard input, without a buffer of its own. Waiting for it ends when the run is to end.
#[derive(Debug)]
pub struct Standard {
    file: File,
    stop: Arc<AtomicBool>,
}

impl Standard {
    /// Standard input of the process.
    ///
    /// # Errors
    /// The system has no further handle.
    pub fn new(stop: &Arc<AtomicBool>) -> io::Result<Self> {
        let file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        Ok(Standard { file, stop: Arc::clone(stop) })
    }
}

impl Read for Standard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let tick = Timespec { tv_sec: 0, tv_nsec: i64::from(TICK.subsec_nanos()) };
        while !self.stop.load(Ordering::Relaxed) {
            let mut waited = [PollFd::new(&self.file, PollFlags::IN)];
            match poll(&mut waited, Some(&tick)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                // What cannot be waited for says so when it is read.
                Ok(_) | Err(_) => return self.file.read(buffer),
            }
        }
        Err(io::Error::other("interrupted"))
    }
}

/// A file whose end may not move towards us while it is read.
#[derive(Debug)]
pub struct Steady {
    file: File,
    at: u64,
    /// How long it was at first; 0 for what has no length (a pipe by name).
    length: u64,
}

impl Steady {
    /// Opens a file to be read from its start.
    ///
    /// # Errors
    /// What opening it reports.
    pub fn open(path: &Path) -> io::Result<Self> {
        Steady::new(File::open(path)?, 0)
    }

    /// A file that stands at `at`.
    ///
    /// # Errors
    /// Its length cannot be had.
    pub fn new(file: File, at: u64) -> io::Result<Self> {
        let about = file.metadata()?;
        let length = if about.is_file() { about.len() } else { 0 };
        Ok(Steady { file, at, length })
    }
}

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.at += read as u64;
        if read == 0 && !buffer.is_empty() && self.at < self.length {
            let (length, at) = (self.length, self.at);
            let why = format!("it was cut while it was read: it had {length} bytes, {at} are left");
            return Err(io::Error::other(why));
        }
        Ok(read)
    }
}

/// A file that grows: its end is waited at until the run is to end.
#[derive(Debug)]
pub struct Follow {
    file: File,
    at: u64,
    stop: Arc<AtomicBool>,
}

impl Follow {
    /// Follows a file from its start.
    #[must_use]
    pub fn new(file: File, stop: &Arc<AtomicBool>) -> Self {
        Follow { file, at: 0, stop: Arc::clone(stop) }
    }
}

impl Read for Follow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.stop.load(Ordering::Relaxed) {
            let read = self.file.read(buffer)?;
            self.at += read as u64;
            if read > 0 {
                return Ok(read);
            }
            if self.file.metadata()?.len() < self.at {
                return Err(io::Error::other("it was cut while it was followed"));
            }
            std::thread::sleep(TICK);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_that_is_cut_is_no_shorter_file() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"0123456789").unwrap();
        let mut steady = Steady::open(file.path()).unwrap();
        let mut four = [0; 4];
        assert_eq!(steady.read(&mut four).unwrap(), 4);
        file.as_file().set_len(6).unwrap();
        assert_eq!(steady.read(&mut four).unwrap(), 2);
        assert!(steady.read(&mut four).unwrap_err().to_string().contains("10 bytes, 6 are left"));
    }

    #[test]
    fn a_file_that_grows_is_read_to_where_it_ends_then() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"01").unwrap();
        let mut steady = Steady::open(file.path()).unwrap();
        let mut text = String::new();
        let mut two = [0; 2];
        assert_eq!(steady.read(&mut two).unwrap(), 2);
        file.write_all(b"23").unwrap();
        steady.read_to_string(&mut text).unwrap();
        assert_eq!(text, "23");
    }
}
