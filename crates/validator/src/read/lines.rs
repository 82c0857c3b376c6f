//! From a byte offset to the line and column that people count.

/// Where each line starts, and how many characters come before every block of bytes. Both make a
/// look-up cheap wherever it falls, in a file of one giant line too.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
    characters: Characters,
}

impl LineIndex {
    /// The index of a text of at most 4 GiB. A line ends with `\n`; bytes that are no UTF-8 are
    /// counted as if they were.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let starts = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', bytes).map(|at| narrow(at + 1)))
            .collect();
        LineIndex { starts, characters: Characters::new(bytes) }
    }

    /// The line of an offset, from 0.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// The bytes of a line, from 0, without its line end.
    #[must_use]
    pub fn bytes_of(&self, line: usize, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.starts.get(line).map_or(bytes.len(), |start| *start as usize);
        let end = match self.starts.get(line + 1) {
            Some(next) => *next as usize - 1,
            None => bytes.len(),
        };
        let cut = end > start && end < bytes.len() && bytes.get(end - 1) == Some(&b'\r');
        start..if cut { end - 1 } else { end }
    }

    /// Line and column in characters, both from 1. An offset inside a character is that
    /// character's; one beyond the text is its end.
    #[must_use]
    pub fn place(&self, bytes: &[u8], offset: usize) -> (u64, u64) {
        let offset = offset.min(bytes.len());
        let line = self.line(offset);
        let start = self.starts.get(line).map_or(0, |start| *start as usize);
        let column = self.characters.before(bytes, offset) - self.characters.before(bytes, start);
        let inside = bytes.get(offset).is_some_and(|byte| byte & 0xC0 == 0x80);
        (line as u64 + 1, (column + usize::from(!inside)).max(1) as u64)
    }
}

/// How many characters come before every block of bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Characters {
    before_block: Vec<u32>,
}

const BLOCK: usize = 1024;

impl Characters {
    /// Counts a text of at most 4 GiB.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut sum = 0;
        let mut before_block: Vec<u32> = Vec::with_capacity(bytes.len() / BLOCK + 2);
        for block in bytes.chunks(BLOCK) {
            before_block.push(sum);
            sum += narrow(count(block));
        }
        // An offset at the very end may begin a block that is not there.
        before_block.push(sum);
        Characters { before_block }
    }

    /// Characters that begin before the offset, which lies in the text or at its end.
    pub(super) fn before(&self, bytes: &[u8], offset: usize) -> usize {
        let block = offset / BLOCK;
        let counted = self.before_block.get(block).map_or(0, |before| *before as usize);
        counted + bytes.get(block * BLOCK..offset).map_or(0, count)
    }

    /// Where the character begins that so many others come before; the end of the text when
    /// there is none.
    pub(super) fn offset(&self, bytes: &[u8], characters: usize) -> usize {
        let block = self.before_block.partition_point(|before| *before as usize <= characters);
        let block = block.saturating_sub(1);
        let mut left =
            characters - self.before_block.get(block).map_or(0, |before| *before as usize);
        let start = (block * BLOCK).min(bytes.len());
        let rest = bytes.get(start..).unwrap_or_default();
        let begins = |byte: &u8| byte & 0xC0 != 0x80;
        let found = rest.iter().position(|byte| {
            let here = begins(byte) && left == 0;
            left = left.saturating_sub(usize::from(begins(byte)));
            here
        });
        found.map_or(bytes.len(), |at| start + at)
    }
}

/// Characters that begin in the bytes.
fn count(bytes: &[u8]) -> usize {
    // A sum that fits a byte is made of many bytes at once.
    let begins = |sum: u8, byte: &u8| sum.wrapping_add(u8::from(byte & 0xC0 != 0x80));
    bytes.chunks(255).map(|part| usize::from(part.iter().fold(0, begins))).sum()
}

/// The column of an offset, from 1, in a text of one line.
pub(super) fn column(bytes: &[u8], offset: usize) -> u64 {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let inside = bytes.get(offset).is_some_and(|byte| byte & 0xC0 == 0x80);
    (count(before) + usize::from(!inside)).max(1) as u64
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_on_every_line() {
        let text = "aä\r\n\nz€x";
        let index = LineIndex::new(text.as_bytes());
        let at = |offset| index.place(text.as_bytes(), offset);
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 2));
        assert_eq!(at(2), (1, 2), "inside a character");
        assert_eq!(at(3), (1, 3));
        assert_eq!(at(5), (2, 1));
        assert_eq!(at(6), (3, 1));
        assert_eq!(at(10), (3, 3));
        assert_eq!(at(11), (3, 4), "the end");
        assert_eq!(at(99), (3, 4), "beyond the end");
        assert_eq!(index.bytes_of(0, text.as_bytes()), 0..3);
        assert_eq!(index.bytes_of(2, text.as_bytes()), 6..11);
        assert_eq!(LineIndex::new(b"").place(b"", 0), (1, 1));
    }

    #[test]
    fn one_line_needs_no_index() {
        let texts: [&[u8]; 4] = ["aä€😀x".repeat(300).as_bytes(), b"", b"\x80\x80a", b"a\xFF"]
            .map(|text| text.to_vec().leak() as &[u8]);
        for text in texts {
            let index = LineIndex::new(text);
            for offset in 0..text.len() + 3 {
                assert_eq!((1, column(text, offset)), index.place(text, offset), "{offset}");
            }
        }
    }

    #[test]
    fn block_borders_change_nothing() {
        let text = "é\n".repeat(BLOCK);
        let index = LineIndex::new(text.as_bytes());
        let mut place = (1, 1);
        for (offset, character) in text.char_indices() {
            assert_eq!(index.place(text.as_bytes(), offset), place);
            place = if character == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
        }
        assert_eq!(index.place(text.as_bytes(), text.len()), place);
    }

    #[test]
    fn characters_are_found_by_their_number() {
        let text = "aé€😀".repeat(700);
        let characters = Characters::new(text.as_bytes());
        for (number, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.offset(text.as_bytes(), number), offset);
            assert_eq!(characters.before(text.as_bytes(), offset), number);
        }
        assert_eq!(characters.offset(text.as_bytes(), 2800), text.len());
        assert_eq!(characters.offset(text.as_bytes(), 9999), text.len());
        assert_eq!(Characters::new(b"").offset(b"", 3), 0);
    }
}
