//! Evidence is written while the next check runs.
//!
//! Making files can take as long as a program runs (a file system that looks for free places), so
//! that it has a thread of its own. Nothing is done with observations before all is written.

use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::Keep;
use crate::evidence::EvidenceFile;

/// Files that may wait, each as large as a check's kept output: a slow disk slows the checks,
/// and does not fill the memory.
const WAITING: usize = 16;

/// Where checks put their evidence.
pub(super) struct Queue(SyncSender<EvidenceFile>);

/// Nothing more is written: a file before could not be.
#[derive(Debug)]
pub(super) struct Closed;

impl Queue {
    /// Hands a file to the writer, and waits when many wait already.
    ///
    /// # Errors
    /// [`Closed`]; why, [`beside`] tells.
    pub(super) fn put(&self, file: EvidenceFile) -> Result<(), Closed> {
        self.0.send(file).map_err(|_| Closed)
    }
}

/// Does the work while a second thread keeps what the work puts into the queue, in that order.
/// When it returns, everything is kept.
///
/// # Errors
/// The first file that could not be kept; none after it is.
pub(super) fn beside(keep: &dyn Keep, work: impl FnOnce(&Queue)) -> io::Result<()> {
    let (sender, files) = sync_channel(WAITING);
    thread::scope(|scope| {
        let writer = scope.spawn(move || files.into_iter().try_for_each(|file| keep.keep(&file)));
        let queue = Queue(sender);
        work(&queue);
        // The writer ends when nobody can give it more.
        drop(queue);
        writer.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}
