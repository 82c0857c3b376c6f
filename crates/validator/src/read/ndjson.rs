//! NDJSON: the records of a stream, one a line, of any length in bounded memory.

use std::io::{self, BufRead};

use contracts::toolkit::Finding;
use serde_json::Value;

use super::codes::JSON;
use super::document::{Document, read_within};
use super::{Format, Limits, Positions, Source, reporter, text};

/// One line of a stream that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'r> {
    /// The line, from 1; blank lines count.
    pub line: u64,
    /// Where the line begins in the (decompressed) stream, in bytes from 0.
    pub offset: u64,
    /// The text, without its line end; empty when it is too long.
    pub bytes: &'r [u8],
    /// Whether the line is longer than the limit. Its text was skipped, never held.
    pub too_long: bool,
}

impl<'r> Record<'r> {
    /// Reads the record. The findings carry the line of the stream.
    #[must_use]
    pub fn read(&self, limits: &Limits) -> Document<'r> {
        self.read_within(limits, None)
    }

    /// The same in the room that an earlier record's tree takes, which is gone then.
    #[must_use]
    pub fn read_within(&self, limits: &Limits, spare: Option<Value>) -> Document<'r> {
        let source = Source::of_line(self.bytes, self.line);
        if self.too_long {
            return Document {
                value: None,
                positions: Positions::default(),
                source,
                findings: vec![self.too_long_finding(limits)],
            };
        }
        read_within(source, Format::Ndjson, limits, spare)
    }

    fn too_long_finding(&self, limits: &Limits) -> Finding {
        let message = format!("the line is longer than the limit of {}", text::size(limits.line()));
        let mut finding = reporter::finding(JSON.too_large, message, None);
        finding.location.line = Some(self.line);
        finding.location.column = Some(1);
        finding
    }
}

/// The records of a text that is at hand.
#[derive(Debug, Clone)]
pub struct Lines<'b> {
    rest: &'b [u8],
    line: u64,
    offset: u64,
    max_line: usize,
}

impl<'b> Lines<'b> {
    /// The records of a whole stream.
    #[must_use]
    pub fn new(bytes: &'b [u8], limits: &Limits) -> Self {
        Self::of_part(bytes, 1, 0, limits)
    }

    /// The records of a part of a stream that begins at a line's start, at that line and offset.
    #[must_use]
    pub fn of_part(bytes: &'b [u8], line: u64, offset: u64, limits: &Limits) -> Self {
        Lines { rest: bytes, line, offset, max_line: limits.line() }
    }
}

impl<'b> Iterator for Lines<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        while !self.rest.is_empty() {
            let end = memchr::memchr(b'\n', self.rest).map_or(self.rest.len(), |at| at + 1);
            let (whole, rest) = self.rest.split_at(end);
            let (line, offset) = (self.line, self.offset);
            self.rest = rest;
            self.line += 1;
            self.offset += end as u64;
            let bytes = without_end(whole);
            if bytes.len() > self.max_line {
                return Some(Record { line, offset, bytes: &[], too_long: true });
            }
            if !is_blank(bytes) {
                return Some(Record { line, offset, bytes, too_long: false });
            }
        }
        None
    }
}

/// The records of a reader. Holds one line at a time, and no more of it than the limit.
#[derive(Debug)]
pub struct Stream<R> {
    reader: R,
    held: Vec<u8>,
    line: u64,
    offset: u64,
    max_line: usize,
}

impl<R: BufRead> Stream<R> {
    /// The records of a whole stream.
    pub fn new(reader: R, limits: &Limits) -> Self {
        Stream { reader, held: Vec::new(), line: 0, offset: 0, max_line: limits.line() }
    }

    /// The next record, `None` at the end of the stream.
    ///
    /// # Errors
    /// What the reader reports; the stream cannot be read further then.
    pub fn next_record(&mut self) -> io::Result<Option<Record<'_>>> {
        loop {
            let offset = self.offset;
            let too_long = match self.hold_line()? {
                Held::Nothing => return Ok(None),
                Held::Line => false,
                Held::Start => true,
            };
            self.line += 1;
            if too_long {
                self.held.clear();
            } else if is_blank(&self.held) {
                continue;
            }
            return Ok(Some(Record { line: self.line, offset, bytes: &self.held, too_long }));
        }
    }

    /// Reads to the end of the line and keeps its text.
    fn hold_line(&mut self) -> io::Result<Held> {
        self.held.clear();
        // One byte beyond the limit may be the carriage return of the line end.
        let room = self.max_line + 1;
        let mut length = 0_usize;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let newline = memchr::memchr(b'\n', available);
            let part = available.get(..newline.unwrap_or(available.len())).unwrap_or_default();
            let keep = part.len().min(room - self.held.len());
            self.held.extend_from_slice(part.get(..keep).unwrap_or_default());
            length = length.saturating_add(part.len());
            let used = part.len() + usize::from(newline.is_some());
            self.reader.consume(used);
            self.offset += used as u64;
            if newline.is_some() || used == 0 {
                if newline.is_none() && length == 0 {
                    return Ok(Held::Nothing);
                }
                return Ok(self.judge(length, newline.is_some()));
            }
        }
    }

    fn judge(&mut self, length: usize, ended: bool) -> Held {
        if ended && length == self.held.len() && self.held.last() == Some(&b'\r') {
            self.held.pop();
        }
        let whole = length <= self.max_line + 1 && self.held.len() <= self.max_line;
        if whole { Held::Line } else { Held::Start }
    }
}

/// What is held of a line.
enum Held {
    /// There was no further line.
    Nothing,
    /// All of it.
    Line,
    /// Its start only: it is too long.
    Start,
}

fn without_end(line: &[u8]) -> &[u8] {
    match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => line,
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use proptest::prelude::*;

    use super::*;

    type Owned = (u64, u64, Vec<u8>, bool);

    fn by_slice(bytes: &[u8], limits: &Limits) -> Vec<Owned> {
        let owned = |r: Record<'_>| (r.line, r.offset, r.bytes.to_vec(), r.too_long);
        Lines::new(bytes, limits).map(owned).collect()
    }

    fn by_stream(bytes: &[u8], buffer: usize, limits: &Limits) -> Vec<Owned> {
        let mut stream = Stream::new(BufReader::with_capacity(buffer, bytes), limits);
        let mut records = Vec::new();
        while let Some(r) = stream.next_record().unwrap() {
            records.push((r.line, r.offset, r.bytes.to_vec(), r.too_long));
        }
        records
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_pass() {
        let text = b"{}\r\n\n  \t\r\n[1]\n\r\n\"no end\"";
        let expected: Vec<Owned> = vec![
            (1, 0, b"{}".to_vec(), false),
            (4, 10, b"[1]".to_vec(), false),
            (6, 16, b"\"no end\"".to_vec(), false),
        ];
        assert_eq!(by_slice(text, &Limits::default()), expected);
        assert_eq!(by_stream(text, 3, &Limits::default()), expected);
        assert_eq!(by_slice(b"", &Limits::default()), []);
        assert_eq!(by_stream(b"\n\n", 8, &Limits::default()), []);
    }

    #[test]
    fn a_line_over_the_limit_is_one_finding_and_the_next_is_read() {
        let limits = Limits { max_line: 5, ..Limits::default() };
        let text = b"[123]\r\n[1234]\n[123]\n[12345678]";
        let records = by_slice(text, &limits);
        assert_eq!(records, by_stream(text, 4, &limits));
        assert_eq!(records.iter().map(|r| r.3).collect::<Vec<_>>(), [false, true, false, true]);
        let long = Lines::new(text, &limits).nth(1).unwrap().read(&limits);
        assert_eq!(long.value, None);
        assert_eq!(long.findings[0].code, "json/too-large");
        assert_eq!(long.findings[0].location.line, Some(2));
        assert!(long.findings[0].message.contains("limit of 5 bytes"));
    }

    #[test]
    fn findings_carry_the_line_of_the_stream() {
        let text = b"{}\n{\"a\": 1, \"a\": 2}\n{]\n";
        let limits = Limits::default();
        let documents: Vec<_> = Lines::new(text, &limits).map(|r| r.read(&limits)).collect();
        assert_eq!(documents[0].findings, []);
        let at = |n: usize| {
            let at = &documents[n].findings[0].location;
            (at.line.unwrap(), at.column.unwrap())
        };
        assert_eq!(at(1), (2, 10));
        assert!(documents[1].findings[0].message.ends_with("it is first on line 2"));
        assert_eq!(at(2), (3, 2));
        let mut finding = Finding::new("x/y", contracts::toolkit::Severity::Error, "").at("/a");
        documents[1].place(&mut finding);
        assert_eq!(finding.location.line, Some(2));
    }

    /// One line of `length` bytes that is made while it is read, then a short one.
    struct OneLongLine {
        left: u64,
        tail: &'static [u8],
    }

    impl Read for OneLongLine {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.left == 0 {
                return self.tail.read(buffer);
            }
            let len = buffer.len().min(usize::try_from(self.left).unwrap());
            buffer[..len].fill(b'x');
            self.left -= len as u64;
            Ok(len)
        }
    }

    #[test]
    fn a_line_of_a_gigabyte_is_never_held() {
        let endless = OneLongLine { left: 1 << 30, tail: b"\n{\"a\": 1}\n" };
        let limits = Limits::default();
        let mut stream = Stream::new(BufReader::with_capacity(1 << 20, endless), &limits);
        let long = stream.next_record().unwrap().unwrap();
        assert!(long.too_long && long.bytes.is_empty());
        let next = stream.next_record().unwrap().unwrap();
        assert_eq!((next.line, next.offset), (2, (1 << 30) + 1));
        assert_eq!(next.read(&limits).findings, []);
        assert!(stream.held.capacity() <= 4 * limits.line(), "{}", stream.held.capacity());
        assert_eq!(stream.next_record().unwrap(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_ways_give_the_same_records(text in "[ab\r\n ]{0,40}", buffer in 1_usize..9, max_line in 0_usize..6) {
            let limits = Limits { max_line, ..Limits::default() };
            let records = by_slice(text.as_bytes(), &limits);
            prop_assert_eq!(&records, &by_stream(text.as_bytes(), buffer, &limits));
            for (line, offset, bytes, too_long) in records {
                let at = usize::try_from(offset).unwrap();
                prop_assert!(text.as_bytes()[at..].starts_with(&bytes));
                prop_assert_eq!(text[..at].matches('\n').count() as u64 + 1, line);
                prop_assert!(too_long || bytes.len() <= max_line);
            }
        }
    }
}
