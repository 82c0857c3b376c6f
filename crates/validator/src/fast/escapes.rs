//! Strings with escapes.

use super::scan;
use crate::read::decode_string;

/// Decodes the string whose opening quote stands at `start`; gives it and where it ends. `None` for
/// what is no string.
pub(super) fn decode(text: &str, start: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let mut at = scan::special(bytes, start + 1);
    let mut out = String::with_capacity(2 * (at - start) + 32);
    out.push_str(text.get(start + 1..at)?);
    loop {
        match bytes.get(at)? {
            b'"' => return Some((out, at + 1)),
            b'\\' => {}
            _ => return None,
        }
        match escape(bytes, at) {
            Some((character, end)) => {
                out.push(character);
                at = end;
            }
            // Pairs of surrogates, and what is no escape at all.
            None => return decode_string(text, start),
        }
        let end = scan::special(bytes, at);
        out.push_str(text.get(at..end)?);
        at = end;
    }
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
            let hex = digits
                .iter()
                .try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?));
            return Some((char::from_u32(hex?)?, at + 6));
        }
        _ => return None,
    };
    Some((character, at + 2))
}

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
            prop_assert_eq!(decode(&text, 1), decode_string(&text, 1), "{}", text);
        }
    }
}
