//! Strings with escapes.

use super::scan;
use crate::read::decode_string;

/// What takes the decoded parts of a string.
trait Out {
    fn plain(&mut self, text: &str);
    fn escaped(&mut self, character: char);
}

impl Out for String {
    #[inline]
    fn plain(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline]
    fn escaped(&mut self, character: char) {
        self.push(character);
    }
}

/// Nobody looks at the string: so many bytes it has.
impl Out for usize {
    #[inline]
    fn plain(&mut self, text: &str) {
        *self += text.len();
    }

    #[inline]
    fn escaped(&mut self, character: char) {
        *self += character.len_utf8();
    }
}

/// Decodes the string whose opening quote stands at `start`; gives it and where it ends. `None` for
/// what is no string.
pub(super) fn decode(text: &str, start: usize) -> Option<(String, usize)> {
    let first = scan::special(text.as_bytes(), start + 1);
    let mut out = String::with_capacity(2 * (first - start) + 32);
    match decoded(text, start, first, &mut out) {
        Some(end) => Some((out, end)),
        None => decode_string(text, start),
    }
}

/// The bytes that the string at `start` has when it is decoded, and where it ends.
pub(super) fn measure(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut length = 0;
    match decoded(text, start, scan::special(text.as_bytes(), start + 1), &mut length) {
        Some(end) => Some((length, end)),
        None => decode_string(text, start).map(|(text, end)| (text.len(), end)),
    }
}

/// Hands over the parts of the string at `start`, of which the first that is not plain stands at
/// `at`; gives its end. `None` for what is no string, and where a character takes two escapes.
#[inline]
fn decoded(text: &str, start: usize, mut at: usize, out: &mut impl Out) -> Option<usize> {
    let bytes = text.as_bytes();
    out.plain(text.get(start + 1..at)?);
    while bytes.get(at)? == &b'\\' {
        let (character, end) = escape(bytes, at)?;
        out.escaped(character);
        at = scan::special(bytes, end);
        if end < at {
            out.plain(text.get(end..at)?);
        }
    }
    (bytes.get(at)? == &b'"').then_some(at + 1)
}

/// The character of the escape at `at`, when it takes one escape alone, and where that ends.
#[inline]
fn escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let character = match bytes.get(at + 1)? {
        plain @ (b'"' | b'\\' | b'/') => char::from(*plain),
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'u' => {
            let digits = bytes.get(at + 2..at + 6)?;
            let code = digits.iter().fold(0, |code, digit| code << 4 | DIGITS[usize::from(*digit)]);
            let character = char::from_u32(code).filter(|_| code <= 0xFFFF)?;
            return Some((character, at + 6));
        }
        _ => return None,
    };
    Some((character, at + 2))
}

/// What a byte is as a hexadecimal digit. What is none has a bit that four digits have not, wherever
/// it stands.
const DIGITS: [u32; 256] = {
    let (mut digits, mut at) = ([0x1_0000; 256], 0);
    while at < 16 {
        digits[b"0123456789abcdef"[at] as usize] = at as u32;
        digits[b"0123456789ABCDEF"[at] as usize] = at as u32;
        at += 1;
    }
    digits
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_is_what_the_reader_decodes(
            text in r#"x"([a-zé]{0,20}|\\["\\/bfnrtux]|\\u[0-9a-fA-F]{3,4}|\\ud8[0-9]{2}\\ud[c-f][0-9]{2}|[\t"]?){0,6}"?"#,
        ) {
            let read = decode_string(&text, 1);
            let measured = read.as_ref().map(|(text, end)| (text.len(), *end));
            prop_assert_eq!(measure(&text, 1), measured, "{}", text);
            prop_assert_eq!(decode(&text, 1), read, "{}", text);
        }
    }
}
