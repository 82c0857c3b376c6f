//! `json`: the report as `toolkit/finding-report`, and the safe JSON writer behind it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use contracts::toolkit::FindingReport;
use serde::Serialize;

use crate::visible::{is_hostile, is_plain};

/// Writes the report, indented, in the member order of its type, with a newline at the end.
///
/// # Errors
/// When the writer fails.
pub fn render(report: &FindingReport, out: &mut dyn Write) -> io::Result<()> {
    pretty(report, out)
}

/// Writes any value as indented JSON with a newline at the end.
///
/// # Errors
/// When the value has no JSON form or the writer fails.
pub fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    text.push('\n');
    out.write_all(escaped(&text).as_bytes())
}

/// Writes any value as one line of JSON, for streams.
///
/// # Errors
/// When the value has no JSON form or the writer fails.
pub fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = serde_json::to_string(value).map_err(io::Error::other)?;
    text.push('\n');
    out.write_all(escaped(&text).as_bytes())
}

/// The same JSON with every character that a terminal would act on as a `\u` escape. Outside of
/// strings such characters do not occur but for the line ends of the indented form.
fn escaped(json: &str) -> Cow<'_, str> {
    if json.split('\n').all(is_plain) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len());
    let mut units = [0_u16; 2];
    for c in json.chars() {
        if c == '\n' || !is_hostile(c) {
            safe.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut units) {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::line;
    use crate::visible::is_hostile;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        line(&text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn astral_characters_are_escaped_as_pairs() {
        assert_eq!(written("a\u{e0041}\u{9b}b"), "\"a\\udb40\\udc41\\u009bb\"\n");
    }

    proptest! {
        #[test]
        fn nothing_hostile_is_written_and_nothing_is_lost(text in any::<String>()) {
            let json = written(&text);
            prop_assert!(!json.trim_end().chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
