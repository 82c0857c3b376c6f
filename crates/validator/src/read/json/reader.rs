//! The walk over the text.

use contracts::toolkit::Finding;
use serde_json::Value;

use super::{expected, number, string};
use crate::read::build::{Builder, Built};
use crate::read::codes::JSON;
use crate::read::fault::Fault;
use crate::read::reporter::Reporter;
use crate::read::{Limits, Positions, Source, text};

/// Reads a JSON text of at most `max_bytes`, in the room of an earlier document's tree.
pub(in crate::read) fn read(
    source: &Source<'_>,
    limits: &Limits,
    max_bytes: usize,
    spare: Option<Value>,
) -> (Option<Value>, Positions, Vec<Finding>) {
    let (value, positions, reporter) = build(source, limits, max_bytes, spare);
    (value, positions, reporter.into_findings())
}

fn build<'a, 's>(
    source: &'a Source<'s>,
    limits: &Limits,
    max_bytes: usize,
    spare: Option<Value>,
) -> Built<'a, 's> {
    let bytes = source.bytes();
    let mut builder = Builder::new(&JSON, limits, Reporter::new(source)).within(spare);
    if bytes.len() > max_bytes {
        return builder.refuse(text::too_large(&JSON, max_bytes));
    }
    let (text, mark) = match text::decode(bytes, &JSON) {
        Ok(decoded) => decoded,
        Err(fault) => return builder.refuse(fault),
    };
    if mark > 0 {
        builder.report(JSON.byte_order_mark, &(0..mark), text::mark_message);
    }
    let mut reader = Reader { text, bytes, at: mark, comma: None, builder };
    match reader.run() {
        Ok(()) => reader.builder.finish(),
        Err(fault) => reader.builder.refuse(fault),
    }
}

/// Where in a text the walk stands, and what it has built so far.
pub(super) struct Reader<'b, 'a, 's> {
    pub(super) text: &'b str,
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    /// The comma before what is expected now.
    pub(super) comma: Option<usize>,
    pub(super) builder: Builder<'a, 's>,
}

/// What may come next.
#[derive(Clone, Copy)]
enum Next {
    Value,
    FirstItem,
    FirstKey,
    Key,
    AfterValue,
}

impl Reader<'_, '_, '_> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut next = Next::Value;
        loop {
            self.skip_space();
            next = match next {
                Next::Value => self.value()?,
                Next::FirstItem if self.eat(b']') => self.close(),
                Next::FirstItem => self.value()?,
                Next::FirstKey if self.eat(b'}') => self.close(),
                Next::FirstKey | Next::Key => self.key()?,
                Next::AfterValue if self.builder.depth() == 0 => return self.end(),
                Next::AfterValue => self.after_value()?,
            }
        }
    }

    fn value(&mut self) -> Result<Next, Fault> {
        let start = self.at;
        let next = match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.builder.open_object(&(start..self.at))?;
                Next::FirstKey
            }
            Some(b'[') => {
                self.at += 1;
                self.builder.open_array(&(start..self.at))?;
                Next::FirstItem
            }
            Some(b'"') => {
                let (text, end) = string::read(self.text, start)?;
                self.builder.text(text, &(start..end));
                self.at = end;
                Next::AfterValue
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') if self.word("true") => self.scalar(Value::Bool(true), start + 4),
            Some(b'f') if self.word("false") => self.scalar(Value::Bool(false), start + 5),
            Some(b'n') if self.word("null") => self.scalar(Value::Null, start + 4),
            _ => return Err(expected::value(self)),
        };
        self.comma = None;
        Ok(next)
    }

    fn scalar(&mut self, value: Value, end: usize) -> Next {
        self.builder.scalar(value, &(self.at..end));
        self.at = end;
        Next::AfterValue
    }

    fn number(&mut self) -> Result<Next, Fault> {
        let token = number::read(self.text, self.at)?;
        let at = self.at..token.end;
        if let Some(problem) = token.problem {
            let literal = self.text.get(at.clone()).unwrap_or_default();
            self.builder.report(JSON.number_range, &at, || problem.message(literal));
        }
        Ok(self.scalar(Value::Number(token.value), at.end))
    }

    fn key(&mut self) -> Result<Next, Fault> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(expected::key(self));
        }
        let (key, end) = string::read(self.text, start)?;
        self.builder.key(key, start..end);
        self.comma = None;
        self.at = end;
        self.skip_space();
        if self.eat(b':') { Ok(Next::Value) } else { Err(expected::colon(self)) }
    }

    fn after_value(&mut self) -> Result<Next, Fault> {
        let in_object = self.builder.innermost().is_some_and(|(_, in_object)| in_object);
        match (self.peek(), in_object) {
            (Some(b','), _) => {
                self.comma = Some(self.at);
                self.at += 1;
                Ok(if in_object { Next::Key } else { Next::Value })
            }
            (Some(b']'), false) | (Some(b'}'), true) => {
                self.at += 1;
                Ok(self.close())
            }
            _ => Err(expected::comma(self)),
        }
    }

    fn close(&mut self) -> Next {
        self.builder.close(self.at);
        Next::AfterValue
    }

    fn end(&self) -> Result<(), Fault> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(expected::end(self)) }
    }

    /// Whether the word stands here, and no letter after it.
    fn word(&self, word: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.starts_with(word.as_bytes()) && !rest.get(word.len()).is_some_and(|b| is_word(*b))
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }
}

/// What a bare word, right or wrong, is made of.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}
