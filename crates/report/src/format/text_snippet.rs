//! The offending line below a finding: gutter, text, caret.

use std::io::{self, Write};

use anstyle::Style;
use contracts::toolkit::Snippet;
use unicode_width::UnicodeWidthStr;

use crate::palette::{Palette, paint};
use crate::visible::{is_plain, visible};

/// Columns that a tab is shown as; its true width depends on the terminal.
const TAB: &str = "    ";
/// The most characters of a line that are shown, whatever the snippet holds.
const WINDOW: usize = 240;

/// Writes the line and marks its offending part.
///
/// # Errors
/// When the writer fails.
pub(super) fn write(
    line: &str,
    snippet: &Snippet,
    level: Style,
    palette: &Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (before, marked, after) = parts(snippet);
    let gutter = line.len();
    let bar = paint(palette.frame, "|");
    // The marks are measured on what is shown, in terminal columns, not in characters.
    let carets = "^".repeat(columns(&marked).max(1));
    // A width in the format would be written character by character.
    let indent = " ".repeat(columns(&before));
    writeln!(out, "{:gutter$} {bar}", "")?;
    let text = format!("{before}{marked}{after}");
    writeln!(out, "{} {bar} {}", paint(palette.frame, line), text.trim_end())?;
    writeln!(out, "{:gutter$} {bar} {indent}{}", "", paint(level, &carets))
}

/// What stands before the mark, below it and behind it, each safe to show.
pub(super) fn parts(snippet: &Snippet) -> (String, String, String) {
    let (text, _) = split(&snippet.text, WINDOW);
    let (before, rest) = split(text, snippet.start);
    let (marked, after) = split(rest, snippet.len.max(1));
    (shown(before), shown(marked), shown(after))
}

/// The text before and behind so many characters.
fn split(text: &str, characters: usize) -> (&str, &str) {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

fn shown(text: &str) -> String {
    if text.contains('\t') {
        return visible(&text.replace('\t', TAB)).into_owned();
    }
    visible(text).into_owned()
}

/// Columns that a text takes on a terminal.
fn columns(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::Snippet;

    use super::write;
    use crate::palette::Palette;

    fn lines(text: &str, start: usize, len: usize) -> String {
        let palette = Palette::plain();
        let snippet = Snippet { text: text.into(), start, len };
        let mut out = Vec::new();
        write("12", &snippet, palette.error, &palette, &mut out).unwrap();
        String::from_utf8(out).unwrap()
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
