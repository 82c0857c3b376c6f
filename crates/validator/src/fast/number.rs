//! Number tokens.

use super::simd::{Lanes, Plain};

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// No fraction, no exponent, within i64::MIN..=u64::MAX.
    Int(i128),
    /// Any other number that a 64-bit float holds.
    Float(f64),
}

/// The integer at `at` and its end, when it is written by digits alone, so few that they are read
/// at once.
#[inline(always)] // as a call it would give its result through memory
pub(super) fn digits_alone(lanes: impl Lanes, bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (count, value) = lanes.digits(bytes, at)?;
    let end = at + count;
    let zero = count > 1 && bytes.get(at) == Some(&b'0');
    let goes_on = matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
    (count > 0 && !zero && !goes_on).then_some((value, end))
}

/// How many digits stand at `at`, and the number they write; `None` for more than nineteen, which
/// might overflow.
#[inline]
pub(super) fn digits_by_eight(bytes: &[u8], at: usize) -> Option<(usize, u64)> {
    let (mut count, mut value) = leading_digits(bytes, at);
    if count == 8 {
        while let Some(digit @ b'0'..=b'9') = bytes.get(at + count) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(*digit - b'0'));
            count += 1;
        }
    }
    (count <= 19).then_some((count, value))
}

/// Reads the token at `at`; gives its end. `None` for what is no number, or none that is modelled
/// (`-0`, integers out of range, infinite floats).
#[inline]
pub(super) fn read(bytes: &[u8], at: usize) -> Option<(Number, usize)> {
    let negative = bytes.get(at) == Some(&b'-');
    let first = at + usize::from(negative);
    let Some((value, end)) = digits_alone(Plain, bytes, first) else {
        return float(bytes, at, first);
    };
    if negative && (value == 0 || value > 1 << 63) {
        return None;
    }
    let value = i128::from(value);
    Some((Number::Int(if negative { -value } else { value }), end))
}

/// Whether a float is a multiple; `None` beyond 2^53, where it may stand for other numbers.
pub(super) fn is_multiple(float: f64, divisor: u64) -> Option<bool> {
    #[allow(clippy::cast_precision_loss)] // no divisor is above 2^53
    let divisor = divisor as f64;
    (float.abs() < 9_007_199_254_740_992.0)
        .then_some(float.fract() == 0.0 && float % divisor == 0.0)
}

/// How many of the next eight bytes are digits before one that is none, and the number they write.
#[inline]
fn leading_digits(bytes: &[u8], at: usize) -> (usize, u64) {
    let word = match bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()) {
        Some(eight) => u64::from_le_bytes(eight),
        // Near the end of the text; zero is no digit.
        None => bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .rev()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    };
    // A digit less `0` is at most 9, so that neither it nor it plus 6 has a high half. What a
    // sum carries over stands behind a byte that is no digit, where nobody looks.
    let digits = word ^ 0x3030_3030_3030_3030;
    let other = (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0;
    let count = other.trailing_zeros() / 8;
    if count == 0 {
        return (0, 0);
    }
    // The digits move to the end, behind zeros; then neighbours are joined to pairs, pairs to
    // fours, and fours to eight digits.
    let digits = digits << (64 - 8 * count);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let eight = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    (count as usize, eight)
}

/// A number with a fraction or an exponent, whose digits begin at `first`.
#[cold]
fn float(bytes: &[u8], at: usize, first: usize) -> Option<(Number, usize)> {
    let whole = digits(bytes, first)?;
    let mut end = whole;
    if end - first > 1 && bytes.get(first) == Some(&b'0') {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(bytes, end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        end += 1;
        end += usize::from(matches!(bytes.get(end), Some(b'+' | b'-')));
        end = digits(bytes, end)?;
    }
    // An integer that is out of range is no float.
    (end > whole).then_some(())?;
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
            for behind in [",", ",       ", "]}         ", " 99999999"] {
                let text = format!("{number}{behind}");
                let end = number.to_string().len();
                let expected = Some((Number::Int(number.into()), end));
                assert_eq!(read(text.as_bytes(), 0), expected, "{text}");
            }
        }
        for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_digit()) {
            for at in 0..8 {
                let mut bytes = *b"12345678";
                bytes[at] = byte;
                let expected = (at, 12_345_678 / 10_u64.pow(u32::try_from(8 - at).unwrap()));
                assert_eq!(leading_digits(&bytes, 0), expected, "{byte} at {at}");
            }
        }
    }
}
