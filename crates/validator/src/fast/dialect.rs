//! Patterns that ECMA-262 and the regex crate read alike, or that one can be told as the other reads
//! them.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern as the regex crate reads it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Common {
    /// The pattern.
    pub(super) told: String,
    /// Texts that readers read differently by it.
    pub(super) doubt: Doubt,
}

/// Characters in a text that make readers of a pattern disagree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Doubt {
    /// Ends of lines other than `\n`: to ECMA-262 a dot does not take them.
    pub(super) line_ends: bool,
    /// White space beyond ASCII, which every reader has a list of its own of.
    pub(super) blanks: bool,
    /// Everything beyond ASCII: words and digits are ASCII to some.
    pub(super) beyond: bool,
}

impl Doubt {
    /// Whether there are texts at all that are read differently.
    pub(super) fn any(self) -> bool {
        self != Doubt::default()
    }

    /// Whether a text is one.
    pub(super) fn holds_of(self, text: &str) -> bool {
        if text.is_ascii() {
            return self.line_ends && text.contains('\r');
        }
        let blank = |c: char| !c.is_ascii() && c.is_whitespace() || c == '\u{feff}';
        let line_end = |c: char| matches!(c, '\r' | '\u{2028}' | '\u{2029}');
        self.beyond
            || text.chars().any(|c| self.blanks && blank(c) || self.line_ends && line_end(c))
    }
}

/// The pattern as the regex crate reads it, when it keeps to what can be told: no groups but plain
/// ones, no references, and of the class escapes those for digits and words, which are ASCII to
/// ECMA-262, and for white space.
pub(super) fn common(pattern: &str) -> Option<Common> {
    let told = String::with_capacity(2 * pattern.len());
    let mut telling = Telling { told, doubt: Doubt::default(), in_class: false };
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        telling.character(character, &mut characters)?;
    }
    (!telling.in_class).then_some(Common { told: telling.told, doubt: telling.doubt })
}

struct Telling {
    told: String,
    doubt: Doubt,
    in_class: bool,
}

impl Telling {
    fn character(&mut self, character: char, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        let next = rest.peek().copied();
        let read_alike = match (character, self.in_class) {
            ('\\', _) => return self.escape(rest.next()?, rest),
            ('.', false) => {
                self.doubt.line_ends = true;
                self.told.push_str("[^\\n]");
                return Some(());
            }
            ('{', false) => next != Some(','),
            ('[', in_class) => {
                self.in_class = true;
                !in_class && !is_empty_class(rest.clone())
            }
            (']', _) => {
                self.in_class = false;
                true
            }
            ('&' | '~' | '-', true) => next != Some(character),
            ('(', false) => next != Some('?') || rest.clone().nth(1) == Some(':'),
            // Beyond ASCII a character is one thing to both where it stands for itself, and two to
            // one of them from U+10000 on.
            ('\u{10000}'.. | '\0'..' ', _) | ('\u{80}'.., true) => false,
            _ => true,
        };
        self.told.push(character);
        read_alike.then_some(())
    }

    fn escape(&mut self, escaped: char, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        let set = match escaped {
            'd' | 'D' => "0-9",
            'w' | 'W' => "0-9A-Z_a-z",
            's' | 'S' => {
                self.doubt.blanks = true;
                "\\t-\\r "
            }
            'b' if !self.in_class => {
                self.doubt.beyond = true;
                self.told.push_str("(?-u:\\b)");
                return Some(());
            }
            't' | 'n' | 'r' | 'f' | 'v' => {
                self.told.extend(['\\', escaped]);
                return Some(());
            }
            'u' | 'x' => return self.code(if escaped == 'u' { 4 } else { 2 }, rest),
            _ => {
                self.told.extend(['\\', escaped]);
                return ".-/+*?()|[]{}^$\\".contains(escaped).then_some(());
            }
        };
        match (escaped.is_ascii_lowercase(), self.in_class) {
            (true, true) => {
                // A range that ends or begins with it is something else to each reader.
                let range = self.told.ends_with('-') || rest.peek() == Some(&'-');
                (!range).then_some(())?;
                self.told.push_str(set);
            }
            (false, true) => return None,
            (true, false) => self.told.extend(["[", set, "]"]),
            (false, false) => self.told.extend(["[^", set, "]"]),
        }
        Some(())
    }

    /// A character of ASCII by so many hexadecimal digits.
    fn code(&mut self, digits: usize, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        let mut code = 0;
        for _ in 0..digits {
            code = code * 16 + rest.next()?.to_digit(16)?;
        }
        (code < 0x80).then_some(())?;
        self.told.push_str(&format!("\\x{code:02X}"));
        Some(())
    }
}

/// `[]` and `[^]` are not read alike.
fn is_empty_class(mut behind: Peekable<Chars<'_>>) -> bool {
    behind.next_if_eq(&'^');
    behind.next() == Some(']')
}

/// What a text begins with that a told pattern matches, where that is all that it says.
pub(super) fn prefix(told: &str) -> Option<Box<str>> {
    literal(told.strip_prefix('^')?)
}

/// What a text ends with that a told pattern matches, where that is all that it says.
pub(super) fn suffix(told: &str) -> Option<Box<str>> {
    // Behind a backslash the sign is no end, and the backslash escapes nothing then.
    literal(told.strip_suffix('$')?)
}

/// The one text that a told pattern matches, where there is but one.
fn literal(told: &str) -> Option<Box<str>> {
    let (mut literal, mut characters) = (String::new(), told.chars());
    while let Some(character) = characters.next() {
        match character {
            '\\' => literal.push(characters.next().filter(char::is_ascii_punctuation)?),
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                return None;
            }
            other => literal.push(other),
        }
    }
    Some(literal.into())
}
