//! Numbers, bytes and events as bytes, and bytes as text: what a summary carries of open jobs, and
//! how a part keeps events that it cannot judge yet. Read as hostile: nothing is taken on trust.

use crate::rules::execra::ended::Ended;
use crate::rules::execra::oracle::Exit;
use crate::rules::execra::step::{At, Detail, Kind, Step};

/// Writes a number, seven bits a byte.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes bytes, their count first.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes what may be absent.
pub(super) fn put_some<T>(out: &mut Vec<u8>, some: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    out.push(u8::from(some.is_some()));
    if let Some(value) = some {
        write(out, value);
    }
}

/// Writes an instant.
pub(super) fn put_at(out: &mut Vec<u8>, at: At) {
    put(out, at.0);
    put(out, at.1.into());
}

/// Writes an exit.
pub(super) fn put_exit(out: &mut Vec<u8>, exit: Exit) {
    let (sort, number) = match exit {
        Exit::Code(code) => (0, code),
        Exit::Signal(signal) => (1, signal),
    };
    out.push(sort);
    out.extend(number.to_le_bytes());
}

/// Writes an event that stands so many lines behind the one before. Of an outcome no more than
/// `most` findings and one are kept: no job has more that are compared with them.
pub(super) fn put_step(out: &mut Vec<u8>, behind: u64, step: &Step<'_>, most: u64) {
    let sort: u8 = match &step.detail {
        Detail::None => 0,
        Detail::Name(_) => 1,
        Detail::Digest(_) => 2,
        Detail::Exit(_) => 3,
        Detail::Outcome(_) => 4,
        Detail::Refused => 5,
    };
    out.push((step.kind as u8) << 3 | sort);
    put(out, behind);
    match &step.detail {
        Detail::None | Detail::Refused => {}
        Detail::Name(name) => put_bytes(out, name.as_bytes()),
        Detail::Digest(digest) => out.extend(digest),
        Detail::Exit(exit) => put_some(out, *exit, put_exit),
        Detail::Outcome(ended) => put_ended(out, ended, most),
    }
}

fn put_ended(out: &mut Vec<u8>, ended: &Ended<'_>, most: u64) {
    let text = |out: &mut Vec<u8>, text: &str| put_bytes(out, text.as_bytes());
    let number = |out: &mut Vec<u8>, number: i64| out.extend(number.to_le_bytes());
    text(out, ended.kind);
    put_some(out, ended.reason, text);
    put_some(out, ended.code_text, text);
    put_some(out, ended.code, number);
    put_some(out, ended.signal, number);
    let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
    put_some(out, ended.findings.as_deref(), |out, findings| {
        let held = findings.get(..room).unwrap_or(findings);
        put(out, held.len() as u64);
        out.extend_from_slice(held.as_flattened());
        put(out, ended.more + (findings.len() - held.len()) as u64);
    });
}

/// Reads what the functions above write; `None` where it is not that.
#[derive(Debug, Clone)]
pub(super) struct Reading<'b>(pub(super) &'b [u8]);

impl<'b> Reading<'b> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if shift > 63 || (shift == 63 && bits > 1) {
                return None;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (first, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(first)
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// What may be absent; the outer option is whether it could be read.
    pub(super) fn some<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    pub(super) fn at(&mut self) -> Option<At> {
        Some((self.number()?, u32::try_from(self.number()?).ok()?))
    }

    pub(super) fn exit(&mut self) -> Option<Exit> {
        let sort = self.byte()?;
        let number = i128::from_le_bytes(self.array()?);
        match sort {
            0 => Some(Exit::Code(number)),
            1 => Some(Exit::Signal(number)),
            _ => None,
        }
    }

    /// So many arrays of sixteen bytes as a count before them says.
    pub(super) fn digests(&mut self) -> Option<Vec<[u8; 16]>> {
        let count = usize::try_from(self.number()?).ok()?;
        let (first, rest) = self.0.split_at_checked(count.checked_mul(16)?)?;
        self.0 = rest;
        Some(first.as_chunks().0.to_vec())
    }

    /// An event, its line counted from that of the one before.
    pub(super) fn step(&mut self, before: u64) -> Option<Step<'b>> {
        let first = self.byte()?;
        let kind = *Kind::ALL.get(usize::from(first >> 3))?;
        let line = before.saturating_add(self.number()?);
        let detail = match first & 7 {
            0 => Detail::None,
            1 => Detail::Name(self.text()?),
            2 => Detail::Digest(self.array()?),
            3 => Detail::Exit(self.some(Self::exit)?),
            4 => Detail::Outcome(self.ended()?),
            5 => Detail::Refused,
            _ => return None,
        };
        Some(Step { line, at: None, kind, detail })
    }

    fn ended(&mut self) -> Option<Ended<'b>> {
        let int = |from: &mut Self| from.array().map(i64::from_le_bytes);
        let mut ended = Ended {
            kind: self.text()?,
            reason: self.some(Self::text)?,
            code_text: self.some(Self::text)?,
            code: self.some(int)?,
            signal: self.some(int)?,
            ..Ended::default()
        };
        if let Some((held, more)) = self.some(|from| Some((from.digests()?, from.number()?)))? {
            (ended.findings, ended.more) = (Some(held), more);
        }
        Some(ended)
    }
}

/// Sixty-four letters that need no escape in JSON: bytes as text, six bits a letter.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes that become text while they are written: a summary may carry millions.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// What is written and not yet text.
    pub(super) bytes: Vec<u8>,
    text: String,
}

impl Text {
    /// Makes text of what was written, but for a last few bytes, once there is much of it.
    pub(super) fn flush(&mut self) {
        let whole = self.bytes.len() / 3 * 3;
        if whole > 4096 {
            self.letters(whole);
        }
    }

    fn letters(&mut self, to: usize) {
        for three in self.bytes.get(..to).unwrap_or_default().chunks(3) {
            let place = |at: usize| u32::from(three.get(at).copied().unwrap_or(0)) << (16 - 8 * at);
            let bits = place(0) | place(1) | place(2);
            for letter in 0..=three.len() {
                let six = (bits >> (18 - 6 * letter)) & 63;
                self.text.extend(LETTERS.get(six as usize).map(|letter| char::from(*letter)));
            }
        }
        self.bytes.drain(..to);
    }

    /// The text of everything.
    pub(super) fn finish(mut self) -> String {
        self.letters(self.bytes.len());
        self.text
    }
}

/// The bytes of a text.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for (at, letter) in four.iter().enumerate() {
            bits |= six(*letter)? << (18 - 6 * at);
        }
        let [_, three @ ..] = bits.to_be_bytes();
        bytes.extend_from_slice(three.get(..four.len() - 1)?);
    }
    Some(bytes)
}

fn six(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bytes_are_their_text(
            bytes in prop::collection::vec(any::<u8>(), 0..50), often in prop_oneof![Just(1_usize), Just(400)],
        ) {
            let mut text = Text::default();
            for _ in 0..often {
                text.bytes.extend_from_slice(&bytes);
                text.flush();
            }
            let (text, bytes) = (text.finish(), bytes.repeat(often));
            prop_assert_eq!(serde_json::to_string(&text).unwrap().len(), text.len() + 2);
            prop_assert_eq!(super::bytes(&text), Some(bytes));
        }

        #[test]
        fn numbers_are_read_as_written(number: u64, shift in 0..64) {
            let number = number >> shift;
            let mut out = Vec::new();
            put(&mut out, number);
            let mut reading = Reading(&out);
            prop_assert_eq!(reading.number(), Some(number));
            prop_assert!(reading.0.is_empty());
        }

        #[test]
        fn hostile_bytes_are_no_event_or_one(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Some(step) = Reading(&bytes).step(7) {
                let mut out = Vec::new();
                put_step(&mut out, step.line - 7, &step, u64::MAX - 1);
                prop_assert_eq!(Reading(&out).step(7), Some(step));
            }
        }
    }
}
