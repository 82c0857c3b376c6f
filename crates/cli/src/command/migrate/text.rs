//! A migrated document as text, in the manner of the text that it was read from.

use std::io;

use catalog::canonical;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::PrettyFormatter;
use validator::read::Format;

/// The text of a document. JSON keeps its indentation (or the lack of it); YAML takes the
/// canonical form, without comments.
///
/// # Errors
/// When the writer refuses the value; no document that was read makes it do so.
pub(super) fn text(value: &Value, format: Format, like: &[u8]) -> io::Result<Vec<u8>> {
    let mut text = match (format, indent(like)) {
        (Format::Yaml, _) => canonical::yaml(value).map_err(io::Error::other)?.into_bytes(),
        (Format::Json, Some(indent)) => {
            let mut text = Vec::new();
            let formatter = PrettyFormatter::with_indent(&indent);
            let mut writer = serde_json::Serializer::with_formatter(&mut text, formatter);
            value.serialize(&mut writer)?;
            text
        }
        _ => serde_json::to_vec(value)?,
    };
    if like.ends_with(b"\n") && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    Ok(text)
}

/// The white space before the first member of a JSON text that stands on several lines.
fn indent(text: &[u8]) -> Option<Vec<u8>> {
    let start = text.iter().position(|byte| *byte == b'\n')?;
    let rest = text.get(start + 1..).unwrap_or_default();
    let indent: Vec<u8> = rest.iter().copied().take_while(|b| matches!(b, b' ' | b'\t')).collect();
    let more = rest.get(indent.len()..).unwrap_or_default();
    let ended = more.iter().all(u8::is_ascii_whitespace);
    match (ended, indent.is_empty()) {
        (true, _) => None,
        (false, true) => Some(b"  ".to_vec()),
        (false, false) => Some(indent),
    }
}

/// Whether a YAML text seems to hold comments, which writing it anew loses.
pub(super) fn has_comments(text: &[u8]) -> bool {
    let lines = text.split(|byte| *byte == b'\n');
    lines.into_iter().any(|line| {
        let start = line.iter().position(|byte| !byte.is_ascii_whitespace());
        start.is_some_and(|at| line.get(at) == Some(&b'#'))
            || line.windows(2).any(|pair| pair == b" #")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn like(text_before: &str) -> String {
        let text = text(&json!({"a": [1]}), Format::Json, text_before.as_bytes()).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn json_keeps_its_manner() {
        assert_eq!(like("{\"b\": 1}"), "{\"a\":[1]}");
        assert_eq!(like("{\"b\": 1}\n"), "{\"a\":[1]}\n");
        assert_eq!(like("{\n\t\"b\": 1}"), "{\n\t\"a\": [\n\t\t1\n\t]\n}");
        assert_eq!(like("{\n    \"b\": 1}\n"), "{\n    \"a\": [\n        1\n    ]\n}\n");
        assert_eq!(like("{\n\"b\": 1}"), "{\n  \"a\": [\n    1\n  ]\n}");
    }

    #[test]
    fn comments_are_noticed() {
        assert!(has_comments(b"a: 1\n  # why\n") && has_comments(b"a: 1 # why"));
        assert!(!has_comments(b"a: b#c\n"));
    }
}
