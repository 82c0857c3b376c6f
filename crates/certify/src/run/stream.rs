//! One output pipe of a program.

use std::io::{self, Read};
use std::os::fd::AsFd;

use super::program::Printed;

/// One pipe that is read without ever waiting for it.
pub(super) struct Stream<P> {
    pub(super) pipe: Option<P>,
    pub(super) printed: Printed,
}

impl<P: Read + AsFd> Stream<P> {
    pub(super) fn new(pipe: Option<P>) -> Self {
        let pipe = pipe.filter(|pipe| rustix::io::ioctl_fionbio(pipe, true).is_ok());
        Stream { pipe, printed: Printed::default() }
    }

    /// Takes what is there. A pipe that ends or breaks is closed.
    pub(super) fn drain(&mut self, keep: usize) {
        let mut buffer = [0; 64 * 1024];
        let Some(pipe) = &mut self.pipe else { return };
        match pipe.read(&mut buffer) {
            Ok(0) => self.pipe = None,
            Ok(count) => {
                let room = keep.saturating_sub(self.printed.kept.len()).min(count);
                self.printed.kept.extend_from_slice(buffer.get(..room).unwrap_or_default());
                self.printed.bytes += count as u64;
            }
            Err(error) if is_for_later(&error) => {}
            Err(_) => self.pipe = None,
        }
    }
}

/// Whether a pipe only has nothing to give or take right now.
pub(super) fn is_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
