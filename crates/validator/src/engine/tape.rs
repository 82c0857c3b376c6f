//! The engine over a text itself: where each value of it stands, and nothing of a tree.
//!
//! For what the fast path's program does not model. The text is proven to be well-formed JSON with
//! unique keys before it is asked about; a text that is not is refused, never misread. Numbers are
//! what the explaining path reads, so both judge the same values.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Number, Value};

use super::json::{Array, Json, Node, NodeIdentity, Object};
use super::spans::{Kind, Span, with_spans};
use super::{JsonType, Validator, build_for, equal};
use crate::fast::number_at;
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
        with_spans(text, |spans| self.0.is_valid(Place { text, spans }))
    }
}

/// Texts as a representation of JSON.
pub(super) struct Tape;

impl Json for Tape {
    type Node<'a> = Place<'a>;
    type PreparedKey = Box<str>;
    // A look-up is a pass itself.
    const KEYS_PER_LOOKUP: usize = 8;
    type StringBuffer = ();

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Place<'_>) -> T) -> T {
        let end = u32::try_from(string.len()).unwrap_or(u32::MAX);
        let span = Span { start: 0, end, inside: 0, count: 0, kind: Kind::Plain };
        f(Place { text: string, spans: &[span] })
    }
}

/// A value of a text: the first of the spans.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    text: &'a str,
    spans: &'a [Span],
}

impl<'a> Place<'a> {
    fn span(self) -> Option<&'a Span> {
        self.spans.first()
    }

    fn kind(self) -> Kind {
        self.span().map_or(Kind::Null, |span| span.kind)
    }

    fn raw(self) -> &'a str {
        let range = self.span().map(|span| span.start as usize..span.end as usize);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// A string, decoded.
    fn string(self) -> Cow<'a, str> {
        match self.kind() {
            Kind::Escaped => self.decoded(),
            _ => Cow::Borrowed(self.raw()),
        }
    }

    #[cold]
    fn decoded(self) -> Cow<'a, str> {
        let quote = self.span().and_then(|span| (span.start as usize).checked_sub(1));
        let decoded = quote.and_then(|quote| decode_string(self.text, quote));
        Cow::Owned(decoded.unwrap_or_default().0)
    }

    fn inside(self) -> Inside<'a> {
        let (count, inside) = self.span().map_or((0, 0), |span| (span.count, span.inside));
        let spans = self.spans.get(1..=inside as usize).unwrap_or_default();
        Inside { text: self.text, spans, count: count as usize }
    }
}

impl<'a> Node<'a, Tape> for Place<'a> {
    type Object = Members<'a>;
    type Array = Inside<'a>;
    type Number = Number;

    fn as_object(&self) -> Option<Members<'a>> {
        (self.kind() == Kind::Object).then(|| Members(self.inside()))
    }

    fn as_array(&self) -> Option<Inside<'a>> {
        (self.kind() == Kind::Array).then(|| self.inside())
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        matches!(self.kind(), Kind::Plain | Kind::Escaped).then(|| self.string())
    }

    fn as_number(&self) -> Option<Number> {
        self.is_number().then(|| number_at(self.raw()))?
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Object => JsonType::Object,
            Kind::Array => JsonType::Array,
            Kind::Plain | Kind::Escaped => JsonType::String,
            Kind::True | Kind::False => JsonType::Boolean,
            Kind::Null => JsonType::Null,
            Kind::Number => JsonType::Number,
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
            JsonType::Boolean => Value::Bool(self.kind() == Kind::True),
            JsonType::String => Value::String(self.string().into_owned()),
            JsonType::Array => self.inside().map(|item| item.to_value().into_owned()).collect(),
            JsonType::Object => {
                let members = Members(self.inside()).members();
                members.map(|(name, it)| (name.into_owned(), it.to_value().into_owned())).collect()
            }
            _ => self.as_number().map_or(Value::Null, Value::Number),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(self.spans.as_ptr().addr()))
    }
}

/// What stands inside a value, one after the other.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    text: &'a str,
    spans: &'a [Span],
    count: usize,
}

impl<'a> Iterator for Inside<'a> {
    type Item = Place<'a>;

    fn next(&mut self) -> Option<Place<'a>> {
        let (first, rest) = self.spans.split_first()?;
        let here = Place { text: self.text, spans: self.spans };
        self.spans = rest.get(first.inside as usize..)?;
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

impl<'a> Members<'a> {
    /// Steps over a member; gives the spans of its value.
    #[inline]
    fn step(&mut self) -> Option<&'a [Span]> {
        let (_, value) = self.0.spans.split_first()?;
        let (first, behind) = value.split_first()?;
        self.0.spans = behind.get(first.inside as usize..)?;
        Some(value)
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Place<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (text, here) = (self.0.text, Place { text: self.0.text, spans: self.0.spans });
        let value = self.step()?;
        Some((here.string(), Place { text, spans: value }))
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
        // A name is compared where it stands.
        let (text, mut members) = (self.0.text, *self);
        while let Some(name) = members.0.spans.first() {
            let same = match name.kind {
                Kind::Escaped => *Place { text, spans: members.0.spans }.decoded() == **key,
                _ => {
                    let bytes = text.as_bytes().get(name.start as usize..name.end as usize);
                    bytes == Some(key.as_bytes())
                }
            };
            let value = members.step()?;
            if same {
                return Some(Place { text, spans: value });
            }
        }
        None
    }

    fn members(&self) -> Members<'a> {
        *self
    }
}
