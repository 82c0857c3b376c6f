//! String literals, their escapes decoded.

use std::borrow::Cow;

use crate::read::codes::JSON;
use crate::read::fault::Fault;
use crate::read::quote;

/// Reads the literal whose opening quote stands at `start`; gives the text and where it ends.
/// A text without escapes is not copied.
pub(in crate::read) fn read(text: &str, start: usize) -> Result<(Cow<'_, str>, usize), Fault> {
    let mut scan = Scan { text, bytes: text.as_bytes(), at: start + 1 };
    scan.skip_plain();
    let plain = text.get(start + 1..scan.at).unwrap_or_default();
    if scan.bytes.get(scan.at) == Some(&b'"') {
        return Ok((Cow::Borrowed(plain), scan.at + 1));
    }
    let (text, end) = decode(scan, plain, start)?;
    Ok((Cow::Owned(text), end))
}

/// Reads on where something else than plain text stands.
fn decode(mut scan: Scan<'_>, before: &str, start: usize) -> Result<(String, usize), Fault> {
    let mut out = before.to_owned();
    loop {
        let run = scan.at;
        scan.skip_plain();
        out.push_str(scan.text.get(run..scan.at).unwrap_or_default());
        match scan.bytes.get(scan.at) {
            Some(b'"') => return Ok((out, scan.at + 1)),
            Some(b'\\') => out.push(scan.escape()?),
            Some(control) => return Err(scan.control(*control)),
            None => {
                let fault =
                    Fault::new(JSON.syntax, start..start + 1, "this string is never closed");
                return Err(fault.with_remedy("Close the string with `\"`."));
            }
        }
    }
}

struct Scan<'b> {
    text: &'b str,
    bytes: &'b [u8],
    at: usize,
}

/// The highest bit of each of eight bytes that is a quote, a backslash or a control character. Only
/// the lowest one is sure: a borrow may set others above it.
fn specials(block: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES * limit) & !bytes & (ONES << 7);
    let equal = |byte: u8| below(block ^ (ONES * u64::from(byte)), 1);
    equal(b'"') | equal(b'\\') | below(block, 0x20)
}

impl Scan<'_> {
    fn skip_plain(&mut self) {
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        while let Some((block, behind)) = rest.split_first_chunk() {
            let special = specials(u64::from_le_bytes(*block));
            if special != 0 {
                self.at += special.trailing_zeros() as usize / 8;
                return;
            }
            self.at += block.len();
            rest = behind;
        }
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
        self.at += rest.iter().position(special).unwrap_or(rest.len());
    }

    /// Decodes the escape at the backslash and steps over it.
    fn escape(&mut self) -> Result<char, Fault> {
        let from = self.at;
        self.at += 2;
        let character = match self.bytes.get(from + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(from),
            Some(_) => return Err(self.unknown_escape(from)),
            None => return Err(self.fault(from, from + 1, "the text ends inside an escape")),
        };
        Ok(character)
    }

    fn unicode(&mut self, from: usize) -> Result<char, Fault> {
        let first = self.hex(from)?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let followed = self.bytes.get(self.at..self.at + 2) == Some(b"\\u");
        if first < 0xDC00 && followed {
            let low = self.at;
            self.at += 2;
            let second = self.hex(low)?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code)
                    .ok_or_else(|| self.fault(from, self.at, "this is no character"));
            }
        }
        let half = if first < 0xDC00 { "first" } else { "second" };
        let message = format!(
            "{} is the {half} half of a surrogate pair without the other half, so no character",
            quote(self.text.get(from..from + 6).unwrap_or_default())
        );
        let fault = self.fault(from, from + 6, &message);
        Err(fault.with_remedy("Write both halves of the pair, or the character itself."))
    }

    /// The four hexadecimal digits at the current place.
    fn hex(&mut self, from: usize) -> Result<u32, Fault> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.bytes.get(self.at).and_then(|byte| char::from(*byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.fault(from, self.at, "`\\u` needs four hexadecimal digits"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn unknown_escape(&self, from: usize) -> Fault {
        let escape: String = self.text.get(from..).unwrap_or_default().chars().take(2).collect();
        let message = format!("{} is no escape that JSON knows", quote(&escape));
        self.fault(from, from + escape.len(), &message).with_remedy(
            "A backslash itself is written `\\\\`; JSON knows the escapes \
             `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`.",
        )
    }

    fn control(&self, control: u8) -> Fault {
        let (message, remedy) = match control {
            b'\n' | b'\r' => (
                "a line break inside a string".to_owned(),
                "Close the string with `\"` before the line ends, or write the break as `\\n`.",
            ),
            b'\t' => ("a tab inside a string".to_owned(), "Write the tab as `\\t`."),
            other => (
                format!("the control character U+{other:04X} inside a string"),
                "Write the character as `\\u` and four hexadecimal digits.",
            ),
        };
        self.fault(self.at, self.at + 1, &message).with_remedy(remedy)
    }

    fn fault(&self, from: usize, to: usize, message: &str) -> Fault {
        Fault::new(JSON.syntax, from..to, message)
    }
}
