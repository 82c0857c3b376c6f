//! Where each value of a text stands, each before those inside it.
//!
//! The text is proven to be well-formed JSON before anybody asks; what is not is refused where it
//! shows, and never misread.

use std::cell::Cell;

use crate::fast::skip;

/// Room that is kept between texts; more is given back.
const KEPT: usize = 1 << 12;

thread_local! {
    /// The room of the text before.
    static ROOM: Cell<Vec<Span>> = const { Cell::new(Vec::new()) };
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    Number,
    /// A string that is written as it is.
    Plain,
    /// A string with escapes.
    Escaped,
    Array,
    Object,
}

/// One value, or one key. Of a string, what stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
    /// How many spans stand inside it.
    pub(super) inside: u32,
    /// Items, or keys and values together.
    pub(super) count: u32,
    pub(super) kind: Kind,
}

/// Calls with the spans of a text; `None` when it is not one value.
pub(super) fn with_spans<T>(text: &str, f: impl FnOnce(&[Span]) -> T) -> Option<T> {
    let mut spans = ROOM.take();
    spans.clear();
    let found = fill(text, &mut spans).map(|()| f(&spans));
    if spans.capacity() <= KEPT {
        ROOM.set(spans);
    }
    found
}

/// The container that is open, and how much of it was seen.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    count: u32,
}

#[allow(clippy::cast_possible_truncation)] // the length of the text is looked at first
fn fill(text: &str, spans: &mut Vec<Span>) -> Option<()> {
    let bytes = text.as_bytes();
    u32::try_from(bytes.len()).ok()?;
    let (mut at, mut open) = (0, Open { at: usize::MAX, count: 0 });
    while let Some(byte) = bytes.get(at) {
        let mut span = Span { start: at as u32, end: 0, inside: 0, count: 0, kind: Kind::Number };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'"' => {
                let (end, escaped) = skip::string(bytes, at + 1)?;
                (span.start, span.end) = (at as u32 + 1, end as u32 - 1);
                span.kind = if escaped { Kind::Escaped } else { Kind::Plain };
                at = end;
            }
            b'}' | b']' => {
                at += 1;
                open = close(spans, open, at as u32)?;
                continue;
            }
            b'{' | b'[' => {
                at += 1;
                span.kind = if *byte == b'{' { Kind::Object } else { Kind::Array };
                // Until it is closed it keeps what is open around it.
                (span.inside, span.count) = (open.at as u32, open.count + 1);
                open = Open { at: spans.len(), count: 0 };
                spans.push(span);
                continue;
            }
            first => {
                at += token(bytes.get(at..)?)?;
                span.end = at as u32;
                span.kind = word(*first);
            }
        }
        open.count += 1;
        spans.push(span);
    }
    let whole = spans.first().is_some_and(|first| first.inside as usize + 1 == spans.len());
    (whole && open.at as u32 == u32::MAX).then_some(())
}

/// Closes what is open; gives what is open then.
#[allow(clippy::cast_possible_truncation)] // there are no more spans than bytes
fn close(spans: &mut [Span], open: Open, end: u32) -> Option<Open> {
    let behind = spans.len();
    let span = spans.get_mut(open.at)?;
    let around = Open {
        at: if span.inside == u32::MAX { usize::MAX } else { span.inside as usize },
        count: span.count,
    };
    (span.end, span.count) = (end, open.count);
    span.inside = (behind - open.at - 1) as u32;
    Some(around)
}

/// The length of a number or a word.
fn token(bytes: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
    let length = bytes.iter().position(ends).unwrap_or(bytes.len());
    (length > 0).then_some(length)
}

fn word(first: u8) -> Kind {
    match first {
        b't' => Kind::True,
        b'f' => Kind::False,
        b'n' => Kind::Null,
        _ => Kind::Number,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_value_has_a_span_and_knows_what_is_inside() {
        let text = r#" {"a":[1,{"b\n":null}],"c":{} , "d":"é"} "#;
        let found = with_spans(text, |spans| {
            let one = |span: &Span| {
                let raw = text.get(span.start as usize..span.end as usize).unwrap();
                (raw.to_owned(), span.inside, span.count)
            };
            spans.iter().map(one).collect::<Vec<_>>()
        });
        let found = found.unwrap();
        let found: Vec<_> = found.iter().map(|(raw, a, b)| (raw.as_str(), *a, *b)).collect();
        let whole = text.trim();
        let expected = [
            (whole, 10, 6),
            ("a", 0, 0),
            (r#"[1,{"b\n":null}]"#, 4, 2),
            ("1", 0, 0),
            (r#"{"b\n":null}"#, 2, 2),
            (r"b\n", 0, 0),
            ("null", 0, 0),
            ("c", 0, 0),
            ("{}", 0, 0),
            ("d", 0, 0),
            ("é", 0, 0),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_one_value_is_refused() {
        for text in ["", " ", "1 2", "[1", "1]", "{}{}", "[]]", "\"a", "{\"a\":[}"] {
            assert!(with_spans(text, |_| ()).is_none(), "{text}");
        }
    }
}
