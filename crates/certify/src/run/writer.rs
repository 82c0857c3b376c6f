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

/// Checks whose evidence may wait, each as large as its kept output: a slow disk slows the checks,
/// and does not fill the memory.
const WAITING: usize = 8;

/// Where checks put their evidence, all of a check at once: each time wakes the writer.
pub(super) struct Queue(SyncSender<Vec<EvidenceFile>>);

/// Nothing more is written: a file before could not be.
#[derive(Debug)]
pub(super) struct Closed;

impl Queue {
    /// Hands files to the writer, and waits when many wait already.
    ///
    /// # Errors
    /// [`Closed`]; why, [`beside`] tells.
    pub(super) fn put(&self, files: Vec<EvidenceFile>) -> Result<(), Closed> {
        self.0.send(files).map_err(|_| Closed)
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
        let mut files = files.into_iter().flatten();
        let writer = scope.spawn(move || files.try_for_each(|file| keep.keep(&file)));
        let queue = Queue(sender);
        work(&queue);
        // The writer ends when nobody can give it more.
        drop(queue);
        writer.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Keeps so many files, and then the disk is full.
    struct Disk(usize, Mutex<Vec<String>>);

    impl Keep for Disk {
        fn keep(&self, file: &EvidenceFile) -> io::Result<()> {
            let mut kept = self.1.lock().unwrap();
            if kept.len() == self.0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            kept.push(file.path.clone());
            Ok(())
        }

        fn forget(&self, _: &EvidenceFile) -> io::Result<()> {
            Ok(())
        }
    }

    fn put(queue: &Queue, number: usize) -> Result<(), Closed> {
        queue.put(vec![EvidenceFile { path: number.to_string(), bytes: Vec::new() }])
    }

    #[test]
    fn everything_is_kept_in_order_when_the_work_is_done() {
        let disk = Disk(1_000, Mutex::default());
        let work = |queue: &Queue| (0..500).for_each(|number| put(queue, number).unwrap());
        beside(&disk, work).unwrap();
        let wanted: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        assert_eq!(disk.1.into_inner().unwrap(), wanted);
    }

    #[test]
    fn a_full_disk_ends_the_work_and_is_told() {
        let disk = Disk(3, Mutex::default());
        let mut accepted = 0;
        let work =
            |queue: &Queue| accepted = (0..).take_while(|it| put(queue, *it).is_ok()).count();
        let fault = beside(&disk, work).unwrap_err();
        assert_eq!(fault.kind(), io::ErrorKind::StorageFull);
        // One more was refused, and as many may have waited.
        assert!(accepted <= 3 + 1 + WAITING, "{accepted}");
        assert_eq!(disk.1.into_inner().unwrap().len(), 3);
    }
}
