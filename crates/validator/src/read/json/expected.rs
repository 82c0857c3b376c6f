//! What was expected and what stands there instead, in words for the person who wrote it.

use std::ops::Range;

use super::reader::Reader;
use crate::read::codes::JSON;
use crate::read::fault::Fault;
use crate::read::quote;

/// No value stands where one must.
pub(super) fn value(reader: &Reader<'_, '_, '_>) -> Fault {
    let at = here(reader);
    match (reader.peek(), reader.comma) {
        (None, _) => ended(reader, "a value"),
        (Some(b']' | b'}'), Some(comma)) => trailing_comma(comma),
        (Some(b','), Some(_)) => fault(at, "two commas without a value between them")
            .with_remedy("Remove one of the commas, or write the missing value."),
        (Some(b']' | b'}' | b',' | b':'), _) => {
            let found = found(reader);
            fault(at, format!("expected a value, found {found}"))
                .with_remedy("Write the missing value; one that is not known is `null`.")
        }
        (Some(b'\''), _) => single_quotes(at),
        (Some(b'/' | b'#'), _) => comment(at),
        (Some(b'+'), _) => {
            fault(at, "a number must not begin with `+`").with_remedy("Leave the `+` out.")
        }
        (Some(b'.'), _) => {
            fault(at, "a number needs a digit before its `.`").with_remedy("Write `0.5`, not `.5`.")
        }
        (Some(_), _) if !word_at(reader).is_empty() => word(reader),
        _ => fault(at, format!("expected a value, found {}", found(reader))),
    }
}

fn word(reader: &Reader<'_, '_, '_>) -> Fault {
    let at = word_at(reader);
    let word = reader.text.get(at.clone()).unwrap_or_default();
    match word {
        "NaN" | "Infinity" | "Inf" | "nan" | "inf" | "infinity" => {
            fault(at, format!("{} is not JSON: its numbers are finite", quote(word)))
                .with_remedy("Write `null` where the contract allows it, or leave the member out.")
        }
        "True" | "TRUE" | "False" | "FALSE" | "None" | "Null" | "NULL" | "nil" | "undefined" => {
            fault(at, format!("{} is not JSON", quote(word)))
                .with_remedy("JSON writes `true`, `false` and `null`, in lower case.")
        }
        _ => fault(at, format!("expected a value, found the bare word {}", quote(word)))
            .with_remedy("Put text in double quotes."),
    }
}

/// No key stands where one must.
pub(super) fn key(reader: &Reader<'_, '_, '_>) -> Fault {
    let at = here(reader);
    match (reader.peek(), reader.comma) {
        (None, _) => ended(reader, "a key or `}`"),
        (Some(b'}' | b']'), Some(comma)) => trailing_comma(comma),
        (Some(b','), Some(_)) => fault(at, "two commas without a member between them")
            .with_remedy("Remove one of the commas."),
        (Some(b'\''), _) => single_quotes(at),
        (Some(b'/' | b'#'), _) => comment(at),
        (Some(_), _) if !word_at(reader).is_empty() => {
            let at = word_at(reader);
            let word = quote(reader.text.get(at.clone()).unwrap_or_default());
            fault(at, format!("the key {word} is not in double quotes"))
                .with_remedy("Put every key in double quotes.")
        }
        _ => fault(at, format!("expected a key in double quotes or `}}`, found {}", found(reader)))
            .with_remedy("A member is a key in double quotes, a `:` and a value."),
    }
}

/// No colon stands after a key.
pub(super) fn colon(reader: &Reader<'_, '_, '_>) -> Fault {
    match reader.peek() {
        None => ended(reader, "`:` after this key"),
        Some(_) => {
            let message = format!("expected `:` after this key, found {}", found(reader));
            fault(here(reader), message)
                .with_remedy("A member is a key in double quotes, a `:` and a value.")
        }
    }
}

/// Neither a comma nor the right bracket stands after a value.
pub(super) fn comma(reader: &Reader<'_, '_, '_>) -> Fault {
    let in_object = reader.builder.innermost().is_some_and(|(_, in_object)| in_object);
    let wanted =
        if in_object { "`,` or `}` after this value" } else { "`,` or `]` after this value" };
    let at = here(reader);
    match reader.peek() {
        None => ended(reader, wanted),
        Some(b']' | b'}') => {
            let message = format!("{} does not close {}", found(reader), opened(reader));
            fault(at, message).with_remedy("Close what was opened last first.")
        }
        Some(b'/' | b'#') => comment(at),
        Some(_) => fault(at, format!("expected {wanted}, found {}", found(reader)))
            .with_remedy("Most often a comma is missing here, or a quote inside the text before."),
    }
}

/// Something stands after the document.
pub(super) fn end(reader: &Reader<'_, '_, '_>) -> Fault {
    let at = here(reader);
    match reader.peek() {
        Some(b'/' | b'#') => comment(at),
        Some(b'{' | b'[' | b'"') => fault(at, "a second document after the first one")
            .with_remedy("One file holds one document; records one a line are NDJSON (.ndjson)."),
        _ => fault(at, format!("expected the end of the text, found {}", found(reader)))
            .with_remedy("Remove what stands after the document."),
    }
}

fn trailing_comma(comma: usize) -> Fault {
    fault(comma..comma + 1, "a trailing comma: nothing follows it").with_remedy("Remove the comma.")
}

fn single_quotes(at: Range<usize>) -> Fault {
    fault(at, "single quotes: a JSON string stands in double quotes")
        .with_remedy("Use `\"` around strings.")
}

fn comment(at: Range<usize>) -> Fault {
    fault(at, "JSON has no comments").with_remedy("Remove the comment.")
}

fn ended(reader: &Reader<'_, '_, '_>, wanted: &str) -> Fault {
    let end = reader.bytes.len();
    let message = match reader.builder.innermost() {
        None => "the text is empty: no value stands in it".to_owned(),
        Some(_) => format!("expected {wanted}, but the text ends inside {}", opened(reader)),
    };
    fault(end..end, message).with_remedy("The text may have been cut off; write it in full.")
}

fn opened(reader: &Reader<'_, '_, '_>) -> String {
    match reader.builder.innermost() {
        None => "anything".to_owned(),
        Some((start, in_object)) => {
            let what = if in_object { "object" } else { "array" };
            format!("the {what} that begins on line {}", reader.builder.line(start))
        }
    }
}

/// The character at the reader's place, for people.
fn found(reader: &Reader<'_, '_, '_>) -> String {
    let rest = reader.text.get(reader.at..).unwrap_or_default();
    match rest.chars().next() {
        None => "the end of the text".to_owned(),
        Some('"') => "a string".to_owned(),
        Some(' '..='\u{FF}') => quote(&rest.chars().take(1).collect::<String>()),
        Some(other) => {
            format!("{} (U+{:04X})", quote(&other.to_string()), u32::from(other))
        }
    }
}

fn here(reader: &Reader<'_, '_, '_>) -> Range<usize> {
    let rest = reader.text.get(reader.at..).unwrap_or_default();
    reader.at..reader.at + rest.chars().next().map_or(0, char::len_utf8)
}

/// The letters, digits and dashes at the reader's place: what may be meant as a key or word.
fn word_at(reader: &Reader<'_, '_, '_>) -> Range<usize> {
    let rest = reader.text.get(reader.at..).unwrap_or_default();
    let meant = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '.');
    let len = rest.find(|c| !meant(c)).unwrap_or(rest.len());
    reader.at..reader.at + len
}

fn fault(at: Range<usize>, message: impl Into<String>) -> Fault {
    Fault::new(JSON.syntax, at, message)
}
