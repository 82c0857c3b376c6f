//! Number literals.

use serde_json::Number;

use super::reader::is_word;
use crate::read::codes::JSON;
use crate::read::fault::Fault;
use crate::read::number::{Problem, value};

/// A number literal as it was read.
pub(super) struct Token {
    /// What it stands for; the nearest float where there is a problem.
    pub(super) value: Number,
    /// Where it ends.
    pub(super) end: usize,
    /// What about it cannot be held.
    pub(super) problem: Option<Problem>,
}

/// Reads the literal that starts at `start` with `-` or a digit.
pub(super) fn read(text: &str, start: usize) -> Result<Token, Fault> {
    let mut scan = Scan { bytes: text.as_bytes(), start, at: start };
    let whole = scan.literal()?;
    let literal = text.get(start..scan.at).unwrap_or_default();
    let (value, problem) = value(literal, whole);
    Ok(Token { value, end: scan.at, problem })
}

struct Scan<'b> {
    bytes: &'b [u8],
    start: usize,
    at: usize,
}

impl Scan<'_> {
    /// Walks over the literal; says whether it is an integer literal.
    fn literal(&mut self) -> Result<bool, Fault> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        self.digits("a digit after the `-`")?;
        if self.bytes.get(digits) == Some(&b'0') && self.at > digits + 1 {
            return Err(self.fault("a number must not begin with `0`"));
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits("a digit after the `.`")?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            whole = false;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits("a digit in the exponent")?;
        }
        match self.peek() {
            Some(byte) if is_word(byte) || matches!(byte, b'.' | b'+' | b'-') => {
                Err(self.fault("this is no JSON number"))
            }
            _ => Ok(whole),
        }
    }

    fn digits(&mut self, wanted: &str) -> Result<(), Fault> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > from {
            return Ok(());
        }
        if self
            .bytes
            .get(from..)
            .is_some_and(|rest| rest.starts_with(b"Inf") || rest.starts_with(b"NaN"))
        {
            return Err(self.fault("infinity and NaN are not JSON"));
        }
        Err(self.fault(&format!("expected {wanted}")))
    }

    /// A fault that marks the whole word, so that people see what was meant as a number.
    fn fault(&self, message: &str) -> Fault {
        let mut end = self.at;
        while self.bytes.get(end).is_some_and(|b| is_word(*b) || matches!(b, b'.' | b'+' | b'-')) {
            end += 1;
        }
        let fault = Fault::new(JSON.syntax, self.start..end.max(self.start + 1), message);
        fault.with_remedy(
            "Write the number in decimal digits: no leading zero or `+`, no `_`, no hexadecimal, \
             a digit on both sides of the point; anything else goes in double quotes.",
        )
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}
