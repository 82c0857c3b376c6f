//! Foreign text made safe to show: whatever a terminal, a log or a reader's eye would act on
//! instead of showing is written out.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest message that people are shown, in characters.
pub const MESSAGE_LIMIT: usize = 2_000;
/// The longest path or pointer that people are shown, in characters: a path of this length can
/// still be opened by every system we know.
pub const NAME_LIMIT: usize = 4_096;

/// Whether a character would be acted on rather than shown: controls (ESC and the eight-bit
/// ones among them), line and paragraph separators, marks that turn the reading direction,
/// and characters of no width that hide a difference between two names.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    if matches!(c, ' '..='~') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text with every hostile character written out: `\n`, `\r`, `\t`, else `\u{1b}`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(uncut(text)) || !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Whether the text is nothing but printable ASCII, as nearly every text is: one look at its bytes
/// then stands for one at each character.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    // No early end, and a greatest byte: so the compiler looks at many bytes at once.
    text.bytes().fold(0, |most, byte| byte.wrapping_sub(b' ').max(most)) <= b'~' - b' '
}

/// The text without the marks that say where it was cut.
pub(crate) fn uncut(text: &str) -> &str {
    let text = text.strip_prefix(CUT).unwrap_or(text);
    text.strip_suffix(CUT).unwrap_or(text)
}

/// The mark of a cut: one character, one column.
const CUT: char = '…';

/// Like [`visible`], and no longer than `limit` characters of the original: the middle goes,
/// since the ends of a name tell most.
#[must_use]
pub fn visible_within(text: &str, limit: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    let length = if text.len() <= limit { text.len() } else { text.chars().count() };
    if length <= limit {
        return visible(text);
    }
    let tail = limit / 3;
    let head: String = text.chars().take(limit - tail).collect();
    let end: String = text.chars().skip(length - tail).collect();
    Cow::Owned(format!("{}…{}", visible(&head), visible(&end)))
}

/// Spaces, and carets, for [`push_times`].
pub(crate) const SPACES: &str = "                                                                ";
pub(crate) const CARETS: &str = "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";

/// Adds so many of one character, of which a run is given: as a width in a format they would be
/// written one by one.
pub(crate) fn push_times(out: &mut String, run: &str, times: usize) {
    let mut left = times;
    while left > 0 {
        let part = run.get(..left).unwrap_or(run);
        out.push_str(part);
        left -= part.len().min(left);
        if part.is_empty() {
            return;
        }
    }
}

fn push_visible(shown: &mut String, c: char) {
    match c {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        c if is_hostile(c) => {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        }
        c => shown.push(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_hostile, visible, visible_within};

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("\u{9b}31m\u{7f}"), "\\u{9b}31m\\u{7f}");
        assert_eq!(visible("one\r\ntwo\t"), "one\\r\\ntwo\\t");
    }

    #[test]
    fn what_deceives_the_eye_is_written_out() {
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("pay\u{200b}load"), "pay\\u{200b}load");
        assert_eq!(visible("\u{e0041}"), "\\u{e0041}");
    }

    #[test]
    fn plain_text_of_any_script_stays() {
        for text in ["plain", "Überprüfung", "契約", "עברית", "🦀"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn a_long_name_keeps_both_ends() {
        let name = format!("head{}tail", "x".repeat(10_000));
        let shown = visible_within(&name, 300);
        assert_eq!(shown.chars().count(), 301);
        assert!(shown.starts_with("headx") && shown.ends_with("xtail"));
    }

    proptest! {
        #[test]
        fn nothing_hostile_remains(text in any::<String>(), limit in 0_usize..50) {
            prop_assert!(!visible(&text).chars().any(is_hostile));
            prop_assert!(!visible_within(&text, limit).chars().any(is_hostile));
        }
    }
}
