//! The styles that text output uses; plain when the output is no terminal.

use anstyle::{AnsiColor, Style};
use contracts::toolkit::Severity;

/// One style a role. Built once by the edge, which alone knows what the output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// The word `error` and its code.
    pub error: Style,
    /// The word `warning` and its code.
    pub warning: Style,
    /// The word `note` and its code.
    pub note: Style,
    /// The message and other words that lead.
    pub strong: Style,
    /// Gutters and arrows.
    pub frame: Style,
    /// A word for something good, and added lines of a diff.
    pub good: Style,
}

impl Palette {
    /// No style at all: not one escape sequence is written.
    #[must_use]
    pub const fn plain() -> Self {
        let none = Style::new();
        Palette { error: none, warning: none, note: none, strong: none, frame: none, good: none }
    }

    /// The colours that compilers have made usual.
    #[must_use]
    pub const fn coloured() -> Self {
        Palette {
            error: AnsiColor::BrightRed.on_default().bold(),
            warning: AnsiColor::BrightYellow.on_default().bold(),
            note: AnsiColor::BrightCyan.on_default().bold(),
            strong: Style::new().bold(),
            frame: AnsiColor::BrightBlue.on_default().bold(),
            good: AnsiColor::BrightGreen.on_default().bold(),
        }
    }

    /// [`Palette::coloured`] or [`Palette::plain`].
    #[must_use]
    pub const fn new(colour: bool) -> Self {
        if colour { Self::coloured() } else { Self::plain() }
    }

    /// The style of a level.
    #[must_use]
    pub const fn level(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }
}

/// Text in a style, and back to normal behind it.
#[must_use]
pub fn paint(style: Style, text: &str) -> String {
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// Adds texts in one style to another text.
pub(crate) fn paint_parts(out: &mut String, style: Style, parts: &[&str]) {
    let from = out.len();
    parts.iter().for_each(|part| out.push_str(part));
    paint_from(out, from, style);
}

/// Gives the end of a text a style, from that byte on. Without a style there is nothing to add.
pub(crate) fn paint_from(out: &mut String, from: usize, style: Style) {
    if style.is_plain() {
        return;
    }
    let text = out.split_off(from);
    out.push_str(&paint(style, &text));
}

#[cfg(test)]
mod tests {
    use super::{Palette, paint};

    #[test]
    fn plain_writes_no_escape_and_coloured_does() {
        assert_eq!(paint(Palette::new(false).error, "error"), "error");
        let red = paint(Palette::new(true).error, "error");
        assert!(red.starts_with('\u{1b}') && red.ends_with("\u{1b}[0m"));
    }
}
