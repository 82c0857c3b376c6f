//! Foreign text made safe to show: nothing in it moves a cursor, turns the reading direction or
//! hides.

/// Adds a character as people may see it. Control characters become their pictures, marks that
/// are invisible or turn the direction become `<U+202E>`, a tab becomes four spaces.
pub(super) fn push(out: &mut String, character: char) {
    match character {
        '\t' => out.push_str("    "),
        '\0'..='\x1F' => out.push(picture(character)),
        '\x7F' => out.push('\u{2421}'),
        c if is_hidden(c) => {
            out.push_str("<U+");
            out.push_str(&format!("{:04X}", u32::from(c)));
            out.push('>');
        }
        c => out.push(c),
    }
}

fn picture(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}'
        | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Foreign text for a message: in backquotes, safe to show, at most 60 characters of it.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::from("`");
    for (at, character) in text.chars().enumerate() {
        if at == 60 {
            out.push('…');
            break;
        }
        push(&mut out, character);
    }
    out.push('`');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_acts_on_a_terminal() {
        assert_eq!(quote("a\x1b[2J\u{202E}b\u{9B}"), "`a␛[2J<U+202E>b<U+009B>`");
        assert_eq!(quote("tab\there\r\n\x7f"), "`tab    here␍␊␡`");
        assert_eq!(quote(&"x".repeat(61)).chars().count(), 63, "60, the mark and the quotes");
        assert_eq!(quote("grün 🚀 日本"), "`grün 🚀 日本`");
    }
}
