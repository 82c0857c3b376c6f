//! A stream in bounded blocks that end at line ends.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

use super::buffer::Buffer;
use crate::fast::line_ends;

/// Bytes that are read at a time; a block is no longer, unless one line is.
const BLOCK: usize = 512 << 10;

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which block it is, from 0.
    pub(super) number: u64,
    /// The line that it begins with, from 1.
    pub(super) line: u64,
    /// Whether the block is the start of a line that is longer than the limit; the rest of the
    /// line was skipped.
    pub(super) too_long: bool,
}

/// Reads blocks. Only whole lines are in a block, but for the last line of a stream.
pub(super) struct Blocks<'r> {
    input: &'r mut (dyn Read + Send),
    /// What was read beyond the last block's end.
    rest: Buffer,
    max_line: usize,
    /// Hand out lines as soon as they are there.
    eager: bool,
    /// Bytes that may still begin a line: the end of a range.
    left: u64,
    number: u64,
    line: u64,
    bytes: u64,
    hash: Option<Sha256>,
    ended: bool,
    /// Why the reader failed, told once the whole lines before are handed out.
    broken: Option<io::Error>,
}

impl<'r> Blocks<'r> {
    pub(super) fn new(
        input: &'r mut (dyn Read + Send),
        max_line: usize,
        eager: bool,
        hashed: bool,
        length: u64,
    ) -> Self {
        Blocks {
            input,
            rest: Buffer::default(),
            max_line,
            eager,
            left: length,
            number: 0,
            line: 1,
            bytes: 0,
            hash: hashed.then(Sha256::new),
            ended: false,
            broken: None,
        }
    }

    /// Fills the buffer with the next block; `None` at the end.
    pub(super) fn next(&mut self, block: &mut Buffer) -> io::Result<Option<Place>> {
        block.clear();
        block.append(&mut self.rest);
        if self.left == 0 {
            // Whether the range ends where the input ends is worth one more look.
            if block.is_empty() && !self.ended && self.broken.is_none() {
                self.broken = self.fill(block).err();
            }
            self.rest.append(block);
            return self.broken.take().map_or(Ok(None), Err);
        }
        let mut scanned = 0;
        loop {
            if let Some(end) = self.end(block, scanned) {
                return Ok(Some(self.cut(block, end)));
            }
            if let Some(error) = self.broken.take() {
                self.rest.append(block);
                return Err(error);
            }
            if self.ended {
                // Whoever follows may be in the middle of writing the last line.
                let end = if self.eager { 0 } else { block.len() };
                let place = (end > 0).then(|| self.cut(block, end));
                if place.is_none() {
                    self.rest.append(block);
                }
                return Ok(place);
            }
            let no_end = || memchr::memchr(b'\n', block).is_none();
            if block.len() > self.max_line + 2 && no_end() {
                return Ok(Some(self.skip_line(block)));
            }
            scanned = block.len();
            self.broken = self.fill(block).err();
        }
    }

    /// Where the block may end: behind its last line, once it is full.
    fn end(&self, block: &[u8], scanned: usize) -> Option<usize> {
        let full = self.eager || self.ended || self.broken.is_some() || block.len() >= BLOCK;
        if !full {
            return None;
        }
        let fresh = if self.eager || block.len() < 2 * BLOCK { 0 } else { scanned };
        let last = memchr::memrchr(b'\n', block.get(fresh..)?)? + fresh + 1;
        if (last as u64) <= self.left {
            return Some(last);
        }
        // The line that begins last within the range is the last one.
        let limit = usize::try_from(self.left).ok()?;
        let begins = block.get(..limit)?;
        let from = memchr::memrchr(b'\n', begins.get(..limit - 1)?).map_or(0, |at| at + 1);
        let from = if begins.last() == Some(&b'\n') { limit - 1 } else { from };
        memchr::memchr(b'\n', block.get(from..)?).map(|at| from + at + 1)
    }

    /// Takes the block out of what was read.
    fn cut(&mut self, block: &mut Buffer, end: usize) -> Place {
        self.rest.clear();
        self.rest.extend(block.get(end..).unwrap_or_default());
        block.truncate(end);
        self.took(block, false)
    }

    fn took(&mut self, bytes: &[u8], too_long: bool) -> Place {
        let place = Place { number: self.number, line: self.line, too_long };
        self.number += 1;
        self.line += line_ends(bytes);
        self.count(bytes);
        place
    }

    fn count(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
    }

    /// Skips the rest of a line that is too long to be held.
    fn skip_line(&mut self, block: &mut Buffer) -> Place {
        let place = self.took(block, true);
        loop {
            block.clear();
            self.broken = self.fill(block).err();
            match memchr::memchr(b'\n', block) {
                Some(at) => {
                    self.count(block.get(..=at).unwrap_or_default());
                    self.line += 1;
                    self.rest.extend(block.get(at + 1..).unwrap_or_default());
                    break;
                }
                None => self.count(block),
            }
            if self.ended || self.broken.is_some() {
                break;
            }
        }
        block.clear();
        place
    }

    /// Reads on; notes when there is no more. Whoever follows gets what is there.
    fn fill(&mut self, block: &mut Buffer) -> io::Result<()> {
        let old = block.len();
        let want = if old >= BLOCK { BLOCK } else { BLOCK - old + 4096 };
        let full = old + want;
        while block.len() < full && !self.ended {
            let read = block.read(self.input, full - block.len())?;
            self.ended = read == 0;
            if self.eager {
                break;
            }
        }
        Ok(())
    }

    /// Bytes handed out or skipped so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Line ends so far.
    pub(super) fn line_ends(&self) -> u64 {
        self.line - 1
    }

    /// Whether the end of the input was reached.
    pub(super) fn ended(&self) -> bool {
        self.ended && self.rest.is_empty()
    }

    /// The digest of the bytes, where it was asked for.
    pub(super) fn digest(&self) -> Option<[u8; 32]> {
        self.hash.as_ref().map(|hash| hash.clone().finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Hands out few bytes at a time.
    struct Drip<'b>(&'b [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let part = self.0.get(..self.1.min(self.0.len()).min(buffer.len())).unwrap_or_default();
            buffer[..part.len()].copy_from_slice(part);
            self.0 = &self.0[part.len()..];
            Ok(part.len())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn blocks_hold_every_line_that_begins_in_the_range(
            text in "[ab\n]{0,60}", drip in 1_usize..9, eager: bool, length in 0_u64..70,
        ) {
            let mut input = Drip(text.as_bytes(), drip);
            let mut blocks = Blocks::new(&mut input, 1 << 20, eager, false, length);
            let (mut block, mut all) = (Buffer::default(), Vec::new());
            while let Some(place) = blocks.next(&mut block).unwrap() {
                let before = all.iter().filter(|byte| **byte == b'\n').count() as u64;
                prop_assert_eq!(place.line, before + 1);
                all.extend_from_slice(&block);
            }
            let mut expected = 0;
            for line in text.split_inclusive('\n') {
                if (expected as u64) < length && (line.ends_with('\n') || !eager) {
                    expected += line.len();
                } else {
                    break;
                }
            }
            prop_assert_eq!(all.as_slice(), text.as_bytes().get(..expected).unwrap());
            prop_assert_eq!(blocks.bytes(), expected as u64);
        }

        #[test]
        fn a_line_over_the_limit_is_one_block(
            text in "([ab]{0,9}\n){0,6}([ab]{0,9}\n)?", drip in 1_usize..9, eager: bool,
        ) {
            let mut input = Drip(text.as_bytes(), drip);
            let mut blocks = Blocks::new(&mut input, 2, eager, false, u64::MAX);
            let mut block = Buffer::default();
            let mut lines = Vec::new();
            while let Some(place) = blocks.next(&mut block).unwrap() {
                if place.too_long {
                    lines.push((place.line, None));
                }
                for (line, bytes) in (place.line..).zip(block.split_inclusive(|b| *b == b'\n')) {
                    lines.push((line, Some(bytes.to_vec())));
                }
            }
            let whole = (1..).zip(text.split_inclusive('\n'));
            for ((line, bytes), (number, expected)) in lines.iter().zip(whole.clone()) {
                prop_assert_eq!(*line, number);
                if let Some(bytes) = bytes {
                    prop_assert_eq!(bytes.as_slice(), expected.as_bytes());
                }
            }
            prop_assert_eq!(lines.len(), whole.count());
            prop_assert_eq!(blocks.line_ends(), text.matches('\n').count() as u64);
        }
    }
}
