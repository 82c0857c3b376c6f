//! Where a quoted scalar ends.

/// The length of a quoted scalar with the tag and anchor before it, if any.
pub(super) fn quoted_end(text: &str) -> usize {
    let mut start = 0;
    // Tags and anchors hold no white space, and white space separates them.
    while text.get(start..).is_some_and(|rest| rest.starts_with(['&', '!'])) {
        let rest = text.get(start..).unwrap_or_default();
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let rest = rest.get(word..).unwrap_or_default();
        start = text.len() - rest.trim_start().len();
    }
    let quoted = text.get(start..).unwrap_or_default().as_bytes();
    let Some(quote) = quoted.first().copied() else { return text.len() };
    let mut at = 1;
    while let Some(byte) = quoted.get(at) {
        let doubled = quote == b'\'' && *byte == quote && quoted.get(at + 1) == Some(&quote);
        let escaped = quote == b'"' && *byte == b'\\';
        if *byte == quote && !doubled {
            return start + at + 1;
        }
        at += if doubled || escaped { 2 } else { 1 };
    }
    text.trim_end().len()
}
