//! Cron expressions that are seen to be fine by one look at their bytes.
//!
//! Only for speed: a stream of reports has a schedule a line. What is not plainly fine here is read
//! by [`super::expression`], which alone refuses, and says why.

use super::expression::{FIELDS, Field};

/// Whether the bytes are five fields of `*`, values, ranges and steps, one blank between them.
pub(super) fn is_fine(bytes: &[u8]) -> bool {
    let mut at = 0;
    for (index, field) in FIELDS.iter().enumerate() {
        let Some(end) = field_end(field, bytes, at) else { return false };
        match bytes.get(end) {
            Some(b' ') if index < 4 => at = end + 1,
            None => return index == 4,
            Some(_) => return false,
        }
    }
    false
}

/// Where the field that begins at `at` ends.
#[inline]
fn field_end(field: &Field, bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = item_end(field, bytes, at)?;
        match bytes.get(at) {
            Some(b',') => at += 1,
            _ => return Some(at),
        }
    }
}

/// Where `*`, a value or a range ends, and a step of one or two digits, where one may follow.
#[inline]
fn item_end(field: &Field, bytes: &[u8], at: usize) -> Option<usize> {
    let (end, may) = if bytes.get(at) == Some(&b'*') {
        (at + 1, true)
    } else {
        let (first, end) = value(field, bytes, at)?;
        if bytes.get(end) == Some(&b'-') {
            let (last, end) = value(field, bytes, end + 1)?;
            (first <= last).then_some((end, true))?
        } else {
            (end, false)
        }
    };
    if bytes.get(end) != Some(&b'/') {
        return Some(end);
    }
    let (step, end) = number(bytes, end + 1)?;
    (may && step > 0).then_some(end)
}

/// A number within bounds, or a name of three letters, and where it ends.
#[inline]
fn value(field: &Field, bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    if let Some((number, end)) = number(bytes, at) {
        return (field.least <= number && number <= field.most).then_some((number, end));
    }
    let [a, b, c] = *bytes.get(at..)?.first_chunk::<3>()?;
    // The bit that tells small letters from capitals; what is no letter stays none that is known.
    let name = u32::from_be_bytes([0, a | 0x20, b | 0x20, c | 0x20]);
    let letters = a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic();
    let place = field.letters.iter().position(|known| *known == name).filter(|_| letters)?;
    Some((u16::try_from(place).ok()? + field.least, at + 3))
}

/// One or two digits, and where they end.
#[inline]
fn number(bytes: &[u8], at: usize) -> Option<(u16, usize)> {
    let digit = |at: usize| {
        let digit = bytes.get(at)?.wrapping_sub(b'0');
        (digit <= 9).then_some(u16::from(digit))
    };
    let first = digit(at)?;
    Some(digit(at + 1).map_or((first, at + 1), |second| (first * 10 + second, at + 2)))
}
