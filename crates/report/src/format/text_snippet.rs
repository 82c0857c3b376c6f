//! The offending line below a finding: gutter, text, caret.

use std::borrow::Cow;

use anstyle::Style;
use contracts::toolkit::Snippet;
use unicode_width::UnicodeWidthStr;

use crate::palette::{Palette, paint_from, paint_parts};
use crate::visible::{CARETS, SPACES, is_plain, push_times, uncut, visible};

/// Columns that a tab is shown as; its true width depends on the terminal.
const TAB: &str = "    ";
/// The most characters of a line that are shown, whatever the snippet holds.
const WINDOW: usize = 240;

/// Adds the line and marks its offending part.
pub(super) fn push(
    out: &mut String,
    line: &str,
    snippet: &Snippet,
    level: Style,
    palette: &Palette,
) {
    let [before, marked, after] = shown_parts(snippet);
    empty(out, line, palette);
    out.push('\n');
    paint_parts(out, palette.frame, &[line]);
    out.push(' ');
    paint_parts(out, palette.frame, &["|"]);
    out.push(' ');
    let from = out.len();
    [&before, &marked, &after].into_iter().for_each(|part| out.push_str(part));
    let shown = out.get(from..).map_or(0, |text| text.trim_end().len());
    out.truncate(from + shown);
    out.push('\n');
    empty(out, line, palette);
    out.push(' ');
    // The marks are measured on what is shown, in terminal columns, not in characters.
    push_times(out, SPACES, columns(&before));
    let from = out.len();
    push_times(out, CARETS, columns(&marked).max(1));
    paint_from(out, from, level);
    out.push('\n');
}

/// The gutter of a line without a number.
fn empty(out: &mut String, line: &str, palette: &Palette) {
    push_times(out, SPACES, line.len() + 1);
    paint_parts(out, palette.frame, &["|"]);
}

/// What stands before the mark, below it and behind it, each safe to show.
pub(super) fn parts(snippet: &Snippet) -> (String, String, String) {
    let [before, marked, after] = shown_parts(snippet);
    (before.into_owned(), marked.into_owned(), after.into_owned())
}

fn shown_parts(snippet: &Snippet) -> [Cow<'_, str>; 3] {
    let (text, _) = split(&snippet.text, WINDOW);
    let (before, rest) = split(text, snippet.start);
    let (marked, after) = split(rest, snippet.len.max(1));
    if is_plain(uncut(text)) {
        return [before, marked, after].map(Cow::Borrowed);
    }
    [before, marked, after].map(shown)
}

/// The text before and behind so many characters.
fn split(text: &str, characters: usize) -> (&str, &str) {
    // No text has more characters than bytes, and in ASCII they are the same.
    if text.len() <= characters {
        return (text, "");
    }
    let plain = uncut(text);
    let cut = text.len() - text.strip_prefix('…').unwrap_or(text).len();
    let end = match characters.checked_sub(usize::from(cut > 0)) {
        Some(behind) if behind <= plain.len() && plain.is_ascii() => cut + behind,
        _ => text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at),
    };
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn shown(text: &str) -> Cow<'_, str> {
    if text.contains('\t') {
        return Cow::Owned(visible(&text.replace('\t', TAB)).into_owned());
    }
    visible(text)
}

/// Columns that a text takes on a terminal.
fn columns(text: &str) -> usize {
    let plain = uncut(text);
    match text.len() - plain.len() {
        0 if is_plain(plain) => plain.len(),
        // A mark of three bytes takes one column, on every terminal that counts as we do.
        marks if is_plain(plain) => plain.len() + marks / 3,
        _ => text.width(),
    }
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::Snippet;

    use unicode_width::UnicodeWidthStr;

    use super::{columns, push, split};
    use crate::palette::Palette;

    fn lines(text: &str, start: usize, len: usize) -> String {
        let palette = Palette::plain();
        let snippet = Snippet { text: text.into(), start, len };
        let mut out = String::new();
        push(&mut out, "12", &snippet, palette.error, &palette);
        out
    }

    #[test]
    fn cut_texts_are_split_and_measured_as_any() {
        for text in ["…", "……", "………", "…ab…", "…ab", "ab…", "a…b", "…é…", "", "ab", "…a…b…"]
        {
            for at in 0..8 {
                let end = text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
                assert_eq!(split(text, at), text.split_at(end), "{text} {at}");
            }
            assert_eq!(columns(text), UnicodeWidthStr::width(text), "{text}");
        }
    }

    #[test]
    fn the_caret_stands_below_wide_characters() {
        assert_eq!(lines("\"契約\": 1", 6, 1), "   |\n12 | \"契約\": 1\n   |         ^\n");
    }

    #[test]
    fn the_caret_stands_below_what_was_escaped() {
        assert_eq!(lines("a\u{1b}b", 2, 1), "   |\n12 | a\\u{1b}b\n   |        ^\n");
        assert_eq!(lines("\t\"x\"", 1, 3), "   |\n12 |     \"x\"\n   |     ^^^\n");
    }

    #[test]
    fn a_mark_beyond_the_line_is_one_caret_at_its_end() {
        assert_eq!(lines("ab", 9, 9), "   |\n12 | ab\n   |   ^\n");
    }
}
