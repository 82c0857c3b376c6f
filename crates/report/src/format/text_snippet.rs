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
    let carets = "^".repeat(marked.width().max(1));
    let indent = before.width();
    writeln!(out, "{:gutter$} {bar}", "")?;
    let text = format!("{before}{marked}{after}");
    writeln!(out, "{} {bar} {}", paint(palette.frame, line), text.trim_end())?;
    writeln!(out, "{:gutter$} {bar} {:indent$}{}", "", "", paint(level, &carets))
}

/// What stands before the mark, below it and behind it, each safe to show.
pub(super) fn parts(snippet: &Snippet) -> (String, String, String) {
    if is_plain(&snippet.text) {
        let text = snippet.text.get(..snippet.text.len().min(WINDOW)).unwrap_or_default();
        let (before, rest) = text.split_at(snippet.start.min(text.len()));
        let (marked, after) = rest.split_at(snippet.len.max(1).min(rest.len()));
        return (before.to_owned(), marked.to_owned(), after.to_owned());
    }
    let mut chars = snippet.text.chars().take(WINDOW);
    let before: String = chars.by_ref().take(snippet.start).collect();
    let marked: String = chars.by_ref().take(snippet.len.max(1)).collect();
    let after: String = chars.collect();
    (shown(&before), shown(&marked), shown(&after))
}

fn shown(text: &str) -> String {
    visible(&text.replace('\t', TAB)).into_owned()
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
