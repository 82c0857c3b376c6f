//! Bytes in room that is kept: nobody has to empty it before it is read into again.

use std::io::{self, Read};
use std::ops::Deref;

/// Bytes that were read.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// All of the room, and whatever stood in it before.
    room: Vec<u8>,
    /// How many bytes of it count.
    filled: usize,
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.room.get(..self.filled).unwrap_or_default()
    }
}

impl Buffer {
    /// Forgets the bytes.
    pub(super) fn clear(&mut self) {
        self.filled = 0;
    }

    /// Keeps the first bytes.
    pub(super) fn truncate(&mut self, length: usize) {
        self.filled = self.filled.min(length);
    }

    /// Adds bytes.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        self.spare(bytes.len()).copy_from_slice(bytes);
        self.filled += bytes.len();
    }

    /// Moves the bytes of another one behind these.
    pub(super) fn append(&mut self, other: &mut Buffer) {
        if self.filled == 0 && self.room.len() < other.filled {
            std::mem::swap(self, other);
        } else {
            self.extend(other);
        }
        other.clear();
    }

    /// Reads once, at most so many bytes, and gives how many there were.
    pub(super) fn read(&mut self, input: &mut (dyn Read + Send), most: usize) -> io::Result<usize> {
        let room = self.spare(most);
        let read = loop {
            match input.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?.min(most),
            }
        };
        self.filled += read;
        Ok(read)
    }

    /// Room for so many more bytes.
    fn spare(&mut self, more: usize) -> &mut [u8] {
        let end = self.filled + more;
        if self.room.len() < end {
            self.room.resize(end, 0);
        }
        self.room.get_mut(self.filled..end).unwrap_or_default()
    }
}
