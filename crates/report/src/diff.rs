//! The unified diff that every command shows.

use std::borrow::Cow;
use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use crate::palette::{Palette, paint};
use crate::visible::{NAME_LIMIT, visible, visible_within};

/// Lines of context around a change.
const CONTEXT: usize = 3;
/// The most lines of both texts together that are compared line by line: beyond it the time of
/// a comparison is not bounded in a useful way.
const COMPARED: usize = 200_000;

/// Two texts and what to call them.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'t> {
    /// The name of the old side, a path as a rule.
    pub old_name: &'t str,
    /// The name of the new side.
    pub new_name: &'t str,
    /// The old text.
    pub old: &'t str,
    /// The new text.
    pub new: &'t str,
}

/// Writes the difference, at most `limit` lines of it (what is left out is counted in a last
/// line). Equal texts write nothing. Hostile characters are written out, but for tabs.
///
/// # Errors
/// When the writer fails.
pub fn unified(
    sides: &Sides<'_>,
    limit: usize,
    palette: &Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    if sides.old == sides.new {
        return Ok(());
    }
    let name = |name| visible_within(name, NAME_LIMIT);
    writeln!(out, "{}", paint(palette.strong, &format!("--- {}", name(sides.old_name))))?;
    writeln!(out, "{}", paint(palette.strong, &format!("+++ {}", name(sides.new_name))))?;
    if sides.old.lines().count() + sides.new.lines().count() > COMPARED {
        return writeln!(out, "{}", too_long(sides));
    }
    hunks(sides, limit, palette, out)
}

/// The same as a string without styles, for messages.
#[must_use]
pub fn unified_text(sides: &Sides<'_>, limit: usize) -> String {
    let mut out = Vec::new();
    // Writing to a Vec cannot fail, and only whole characters are written.
    let _ = unified(sides, limit, &Palette::plain(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn hunks(
    sides: &Sides<'_>,
    limit: usize,
    palette: &Palette,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diff = TextDiff::from_lines(sides.old, sides.new);
    let mut left_out = 0_usize;
    let mut written = 0_usize;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        if written < limit {
            writeln!(out, "{}", paint(palette.frame, &hunk.header().to_string()))?;
        }
        for change in hunk.iter_changes() {
            if written >= limit {
                left_out += 1;
                continue;
            }
            written += 1;
            line(change.tag(), change.value(), palette, out)?;
        }
    }
    if left_out > 0 {
        writeln!(out, "… {left_out} lines more")?;
    }
    Ok(())
}

fn line(tag: ChangeTag, text: &str, palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let (sign, style) = match tag {
        ChangeTag::Equal => (' ', anstyle::Style::new()),
        ChangeTag::Delete => ('-', palette.error),
        ChangeTag::Insert => ('+', palette.good),
    };
    let (body, ended) = text.strip_suffix('\n').map_or((text, false), |body| (body, true));
    writeln!(out, "{}", paint(style, &format!("{sign}{}", shown(body))))?;
    if ended { Ok(()) } else { writeln!(out, "\\ No newline at end of file") }
}

/// A line safe to show; its tabs stay, since they stand in what the texts themselves say.
fn shown(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return visible(line);
    }
    let parts: Vec<Cow<'_, str>> = line.split('\t').map(visible).collect();
    Cow::Owned(parts.join("\t"))
}

fn too_long(sides: &Sides<'_>) -> String {
    let same = sides.old.lines().zip(sides.new.lines()).take_while(|(old, new)| old == new);
    format!("too long to compare line by line; they differ from line {} on", same.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::{COMPARED, Sides, unified, unified_text};
    use crate::palette::Palette;

    fn sides<'t>(old: &'t str, new: &'t str) -> Sides<'t> {
        Sides { old_name: "a.yaml", new_name: "b.yaml", old, new }
    }

    #[test]
    fn equal_texts_write_nothing() {
        assert_eq!(unified_text(&sides("same\n", "same\n"), 10), "");
    }

    #[test]
    fn a_change_is_shown_in_its_context() {
        assert_eq!(
            unified_text(&sides("one\ntwo\nthree\n", "one\n2\nthree"), 10),
            "--- a.yaml\n+++ b.yaml\n@@ -1,3 +1,3 @@\n one\n-two\n-three\n+2\n+three\n\
             \\ No newline at end of file\n"
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_out_and_tabs_stay() {
        let shown = unified_text(&sides("\ta\u{1b}[2J\r\n", "\ta\n"), 10);
        assert!(shown.contains("-\ta\\u{1b}[2J\\r\n+\ta\n"), "{shown}");
    }

    #[test]
    fn a_long_difference_is_cut_and_counted() {
        let old: String = (0..50).map(|n| format!("{n}\n")).collect();
        assert!(unified_text(&sides(&old, ""), 5).ends_with("-4\n… 45 lines more\n"));
        let huge = "x\n".repeat(COMPARED);
        let shown = unified_text(&sides(&huge, &format!("{huge}y\n")), 5);
        assert!(shown.ends_with(&format!("differ from line {} on\n", COMPARED + 1)));
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let mut out = Vec::new();
        unified(&sides("a\n", "b\n"), 5, &Palette::coloured(), &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("\u{1b}["));
        assert!(!unified_text(&sides("a\n", "b\n"), 5).contains('\u{1b}'));
    }
}
