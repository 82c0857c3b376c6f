//! Number tokens.

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// No fraction, no exponent, within i64::MIN..=u64::MAX.
    Int(i128),
    /// Any other number that a 64-bit float holds.
    Float(f64),
}

/// Reads the token at `at`; gives its end. `None` for what is no number, or none that is modelled
/// (`-0`, integers out of range, infinite floats).
#[inline]
pub(super) fn read(bytes: &[u8], at: usize) -> Option<(Number, usize)> {
    let negative = bytes.get(at) == Some(&b'-');
    let first = at + usize::from(negative);
    let (mut end, mut value) = (first, 0_u64);
    if let Some(eight) = eight_digits(bytes, first) {
        (end, value) = (first + 8, eight);
    }
    while let Some(digit @ b'0'..=b'9') = bytes.get(end) {
        // Nineteen digits cannot overflow; more are not modelled.
        value = value.wrapping_mul(10).wrapping_add(u64::from(*digit - b'0'));
        end += 1;
    }
    let digits = end - first;
    if digits == 0 || (digits > 1 && bytes.get(first) == Some(&b'0')) {
        return None;
    }
    if matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
        return float(bytes, at, end);
    }
    if digits > 19 || (negative && (value == 0 || value > 1 << 63)) {
        return None;
    }
    let value = i128::from(value);
    Some((Number::Int(if negative { -value } else { value }), end))
}

/// The number that the next eight bytes write, when all of them are digits: neighbours are joined
/// to pairs, pairs to fours, and fours to eight digits.
#[inline]
fn eight_digits(bytes: &[u8], at: usize) -> Option<u64> {
    let word = u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
    let digits = word.wrapping_sub(0x3030_3030_3030_3030);
    let over = word.wrapping_add(0x4646_4646_4646_4646);
    if (digits | over) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF)
}

fn float(bytes: &[u8], at: usize, mut end: usize) -> Option<(Number, usize)> {
    if bytes.get(end) == Some(&b'.') {
        end = digits(bytes, end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        end += 1;
        end += usize::from(matches!(bytes.get(end), Some(b'+' | b'-')));
        end = digits(bytes, end)?;
    }
    let token = std::str::from_utf8(bytes.get(at..end)?).ok()?;
    let value: f64 = token.parse().ok()?;
    value.is_finite().then_some((Number::Float(value), end))
}

/// The end of at least one digit.
fn digits(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then_some(at + count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_modelled_is_exact_and_the_rest_is_unsure() {
        let at = |text: &str| read(text.as_bytes(), 0);
        assert_eq!(at("0,"), Some((Number::Int(0), 1)));
        assert_eq!(at("-9223372036854775808"), Some((Number::Int(i64::MIN.into()), 20)));
        assert_eq!(at("1.50e1 "), Some((Number::Float(15.0), 6)));
        for unsure in [
            "",
            "-",
            "01",
            "-0",
            "1.",
            "1e",
            ".5",
            "+1",
            "-9223372036854775809",
            "18446744073709551615",
            "1e999",
            "-01",
            "1.e3",
        ] {
            assert_eq!(at(unsure), None, "{unsure}");
        }
    }

    #[test]
    fn digits_are_read_eight_at_a_time_and_one_by_one() {
        let mut number = 0_u64;
        for digit in 1..=19 {
            number = number * 10 + digit % 10;
            let text = format!("{number},       ");
            let expected = Some((Number::Int(number.into()), text.find(',').unwrap()));
            assert_eq!(read(text.as_bytes(), 0), expected, "{text}");
        }
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for at in 0..8 {
                let mut bytes = *b"12345678";
                bytes[at] = byte;
                assert_eq!(eight_digits(&bytes, 0), None, "{byte} at {at}");
            }
        }
    }
}
