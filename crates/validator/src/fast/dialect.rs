//! Patterns that ECMA-262 and the regex crate read alike, or that one can be told as the other reads
//! them.

use std::borrow::Cow;

/// The pattern as the regex crate reads it, when it keeps to what both read alike: no dot, no groups
/// but plain ones, of the class escapes those for digits and words, which are ASCII to ECMA-262.
pub(super) fn common(pattern: &str) -> Option<Cow<'_, str>> {
    let told = tell(pattern)?;
    is_common(&told).then_some(told)
}

/// The pattern without class escapes. None where they stand where they would mean something else.
fn tell(pattern: &str) -> Option<Cow<'_, str>> {
    if !["\\d", "\\w", "\\D", "\\W"].iter().any(|escape| pattern.contains(escape)) {
        return Some(Cow::Borrowed(pattern));
    }
    let (mut told, mut in_class) = (String::with_capacity(2 * pattern.len()), false);
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escaped = characters.next()?;
                match (escaped, in_class) {
                    ('d' | 'w', true) => {
                        // A range that ends or begins with it is something else to each reader.
                        let range = told.ends_with('-') || characters.peek() == Some(&'-');
                        (!range).then_some(())?;
                        told.push_str(if escaped == 'd' { "0-9" } else { "0-9A-Z_a-z" });
                    }
                    ('D' | 'W', true) => return None,
                    ('d', _) => told.push_str("[0-9]"),
                    ('w', _) => told.push_str("[0-9A-Z_a-z]"),
                    ('D', _) => told.push_str("[^0-9]"),
                    ('W', _) => told.push_str("[^0-9A-Z_a-z]"),
                    _ => told.extend(['\\', escaped]),
                }
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        told.push(character);
    }
    Some(Cow::Owned(told))
}

/// What a text begins with that such a pattern matches, where that is all that it says.
pub(super) fn prefix(pattern: &str) -> Option<Box<str>> {
    let (mut prefix, mut characters) = (String::new(), pattern.strip_prefix('^')?.chars());
    while let Some(character) = characters.next() {
        match character {
            '\\' => prefix.push(characters.next()?),
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                return None;
            }
            other => prefix.push(other),
        }
    }
    Some(prefix.into())
}

fn is_common(pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    let mut in_class = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                let escaped = bytes.get(at + 1);
                if !escaped.is_some_and(|byte| b".-/+*?()|[]{}^$\\".contains(byte)) {
                    return false;
                }
                at += 1;
            }
            b'{' if !in_class && bytes.get(at + 1) == Some(&b',') => return false,
            b'[' if in_class => return false,
            b'[' => {
                in_class = true;
                // `[]` and `[^]` are not read alike.
                let first = if bytes.get(at + 1) == Some(&b'^') { at + 2 } else { at + 1 };
                if bytes.get(first) == Some(&b']') {
                    return false;
                }
            }
            b']' => in_class = false,
            b'.' if !in_class => return false,
            b'&' | b'~' if in_class && bytes.get(at + 1) == Some(byte) => return false,
            b'-' if in_class && bytes.get(at + 1) == Some(&b'-') => return false,
            b'(' if bytes.get(at + 1) == Some(&b'?') && bytes.get(at + 2) != Some(&b':') => {
                return false;
            }
            // Beyond ASCII a character is one thing to both where it stands for itself, and two to
            // one of them from U+10000 on.
            0xF0.. | 0..0x20 => return false,
            0x80.. if in_class => return false,
            _ => {}
        }
        at += 1;
    }
    !in_class
}
