//! The engine over a text itself: where each value of it stands, and nothing of a tree.
//!
//! For what the fast path's program does not model. The text is proven to be well-formed JSON with
//! unique keys before it is asked about; a text that is not is refused, never misread. Numbers are
//! what the explaining path reads, so both judge the same values.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Number, Value};

use super::json::{Array, Json, Node, NodeIdentity, Object};
use super::{JsonType, Validator, build_for, equal};
use crate::fast::{number_at, string_end};
use crate::read::decode_string;

/// A schema that is asked of texts.
pub(crate) struct ByText(Validator<Tape>);

impl fmt::Debug for ByText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByText").finish_non_exhaustive()
    }
}

impl ByText {
    /// Compiles a schema; `None` when it is none.
    pub(crate) fn compile(schema: &Value) -> Option<Self> {
        build_for(schema).ok().map(ByText)
    }

    /// Whether the value that the text is holds. `None` when the text is no value.
    pub(crate) fn holds(&self, text: &str) -> Option<bool> {
        let places = places(text)?;
        let tape = Places { text, places: &places };
        Some(self.0.is_valid(Place { tape: &tape, at: 0 }))
    }
}

/// Texts as a representation of JSON.
pub(super) struct Tape;

/// The values of a text, each before those inside it.
struct Places<'d> {
    text: &'d str,
    places: &'d [Span],
}

/// One value, or one key.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    /// The place behind everything inside it.
    next: u32,
    /// Items, or keys and values together.
    count: u32,
    /// A string with escapes.
    escaped: bool,
}

/// Where the values of a text stand; `None` when it is not one value.
fn places(text: &str) -> Option<Vec<Span>> {
    let mut places: Vec<Span> = Vec::with_capacity(text.len() / 8 + 4);
    let (bytes, mut open, mut at) = (text.as_bytes(), Vec::with_capacity(8), 0);
    while let Some(byte) = bytes.get(at) {
        let (index, start) = (u32::try_from(places.len()).ok()?, u32::try_from(at).ok()?);
        let mut escaped = false;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'}' | b']' => {
                at += 1;
                let opened: u32 = open.pop()?;
                let span = places.get_mut(opened as usize)?;
                (span.end, span.next) = (u32::try_from(at).ok()?, index);
                continue;
            }
            b'{' | b'[' => at += 1,
            b'"' => (at, escaped) = string_end(bytes, at + 1)?,
            _ => at += token(bytes.get(at..)?)?,
        }
        if let Some(around) = open.last() {
            places.get_mut(*around as usize)?.count += 1;
        }
        if matches!(byte, b'{' | b'[') {
            open.push(index);
        }
        let (end, next) = (u32::try_from(at).ok()?, index + 1);
        places.push(Span { start, end, next, count: 0, escaped });
    }
    let whole = places.first().is_some_and(|first| first.next as usize == places.len());
    (whole && open.is_empty()).then_some(places)
}

impl<'d> Places<'d> {
    fn span(&self, at: u32) -> Option<&Span> {
        self.places.get(at as usize)
    }

    fn raw(&self, at: u32) -> &'d str {
        let span = self.span(at).and_then(|it| self.text.get(it.start as usize..it.end as usize));
        span.unwrap_or_default()
    }

    /// A string without its quotes.
    fn string(&self, at: u32) -> Cow<'d, str> {
        let raw = self.raw(at);
        if self.span(at).is_some_and(|span| span.escaped) {
            return Cow::Owned(decode_string(raw, 0).unwrap_or_default().0);
        }
        Cow::Borrowed(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default())
    }
}

/// The length of a number or a word.
fn token(bytes: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
    let length = bytes.iter().position(ends).unwrap_or(bytes.len());
    (length > 0).then_some(length)
}

impl Json for Tape {
    type Node<'a> = Place<'a>;
    type PreparedKey = Box<str>;
    // A look-up is a pass itself.
    const KEYS_PER_LOOKUP: usize = 8;
    type StringBuffer = String;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Place<'_>) -> T) -> T {
        // It is read between its quotes, and only an escaped one is decoded.
        buffer.clear();
        buffer.extend(["\"", string, "\""]);
        let end = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        let places = [Span { start: 0, end, next: 1, count: 0, escaped: false }];
        f(Place { tape: &Places { text: buffer, places: &places }, at: 0 })
    }
}

/// A value of a text.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    tape: &'a Places<'a>,
    at: u32,
}

impl<'a> Place<'a> {
    fn first(self) -> u8 {
        self.tape.raw(self.at).bytes().next().unwrap_or_default()
    }

    fn inside(self) -> Inside<'a> {
        let span = self.tape.span(self.at);
        let (end, count) = span.map_or((0, 0), |span| (span.next, span.count));
        Inside { tape: self.tape, at: self.at + 1, end, count: count as usize }
    }
}

impl<'a> Node<'a, Tape> for Place<'a> {
    type Object = Members<'a>;
    type Array = Inside<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Members<'a>> {
        (self.first() == b'{').then(|| Members(self.inside()))
    }

    fn as_array(&self) -> Option<Inside<'a>> {
        (self.first() == b'[').then(|| self.inside())
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        (self.first() == b'"').then(|| self.tape.string(self.at))
    }

    fn as_number(&self) -> Option<Number> {
        self.is_number().then(|| number_at(self.tape.raw(self.at)))?
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.first() {
            b't' => Some(true),
            b'f' => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.first() == b'n'
    }

    fn is_number(&self) -> bool {
        self.json_type() == JsonType::Number
    }

    fn json_type(&self) -> JsonType {
        match self.first() {
            b'{' => JsonType::Object,
            b'[' => JsonType::Array,
            b'"' => JsonType::String,
            b't' | b'f' => JsonType::Boolean,
            b'n' => JsonType::Null,
            _ => JsonType::Number,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::String(expected) => self.as_string().is_some_and(|it| it == expected.as_str()),
            Value::Null => self.is_null(),
            Value::Bool(expected) => self.as_boolean() == Some(*expected),
            _ => equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self.json_type() {
            JsonType::Null => Value::Null,
            JsonType::Boolean => Value::Bool(self.first() == b't'),
            JsonType::String => Value::String(self.tape.string(self.at).into_owned()),
            JsonType::Array => self.inside().map(|item| item.to_value().into_owned()).collect(),
            JsonType::Object => {
                let members = Members(self.inside()).members();
                members.map(|(name, it)| (name.into_owned(), it.to_value().into_owned())).collect()
            }
            _ => self.as_number().map_or(Value::Null, Value::Number),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.tape).addr(), self.at))
    }
}

/// What stands inside a value, one after the other.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    tape: &'a Places<'a>,
    at: u32,
    end: u32,
    count: usize,
}

impl<'a> Iterator for Inside<'a> {
    type Item = Place<'a>;

    fn next(&mut self) -> Option<Place<'a>> {
        let here = (self.at < self.end).then_some(Place { tape: self.tape, at: self.at })?;
        self.at = self.tape.span(self.at)?.next;
        Some(here)
    }
}

impl<'a> Array<'a, Tape> for Inside<'a> {
    type Node = Place<'a>;
    type ElementsIter = Inside<'a>;

    fn len(&self) -> usize {
        self.count
    }

    fn elements(&self) -> Inside<'a> {
        *self
    }
}

/// The members of an object: keys and values by turns.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(Inside<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Place<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        Some((key.tape.string(key.at), self.0.next()?))
    }
}

impl<'a> Object<'a, Tape> for Members<'a> {
    type Node = Place<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.0.count / 2
    }

    fn get(&self, key: &Box<str>) -> Option<Place<'a>> {
        let mut members = *self;
        members.find(|(name, _)| **name == **key).map(|(_, value)| value)
    }

    fn members(&self) -> Members<'a> {
        *self
    }
}
