//! Cron expressions that are seen to be fine by one look at their bytes.
//!
//! Only for speed: a stream of reports has a schedule a line. What is not plainly fine here is read
//! by [`super::expression`], which alone refuses, and says why.

use super::expression::{FIELDS, Field};

/// The longest expression that is looked at, one less than the bytes that are kept.
const LONGEST: usize = 63;

/// The bytes of an expression, with zeros behind them: no place in it has to be looked for.
struct Padded([u8; LONGEST + 4]);

impl Padded {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut padded = [0; LONGEST + 4];
        padded.get_mut(..LONGEST)?.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(Padded(padded))
    }

    #[inline(always)] // a place is one instruction
    fn at(&self, place: usize) -> u8 {
        self.0[place & LONGEST]
    }

    #[inline(always)] // one instruction too
    fn four(&self, place: usize) -> [u8; 4] {
        let at = place & LONGEST;
        [self.0[at], self.0[at + 1], self.0[at + 2], self.0[at + 3]]
    }

    /// Where a field ends that is `*` or one number, as most are.
    #[inline(always)] // as above
    fn plain_end(&self, field: &Field, at: usize) -> Option<usize> {
        let [first, second, third, _] = self.four(at);
        let (tens, ones) = (first.wrapping_sub(b'0'), second.wrapping_sub(b'0'));
        let (number, end) = match (second, third) {
            (b' ', _) if first == b'*' => return Some(at + 1),
            (b' ', _) if tens <= 9 => (u16::from(tens), at + 1),
            (_, b' ') if tens <= 9 && ones <= 9 => (u16::from(tens * 10 + ones), at + 2),
            _ => return None,
        };
        (field.least <= number && number <= field.most).then_some(end)
    }
}

/// Whether the bytes are five fields of `*`, values, ranges and steps, one blank between them.
pub(super) fn is_fine(bytes: &[u8]) -> bool {
    let Some(text) = Padded::of(bytes) else { return false };
    let mut at = 0;
    for (index, field) in FIELDS.iter().enumerate() {
        let plain = text.plain_end(field, at);
        let Some(end) = plain.or_else(|| field_end(field, &text, at)) else { return false };
        if text.at(end) != b' ' {
            return end == bytes.len() && index == 4;
        }
        at = end + 1;
    }
    false
}

/// Where the field that begins at `at` ends.
fn field_end(field: &Field, text: &Padded, mut at: usize) -> Option<usize> {
    loop {
        let steps = if text.at(at) == b'*' {
            at += 1;
            true
        } else {
            let (first, end) = value(field, text, at)?;
            at = end;
            let range = text.at(at) == b'-';
            if range {
                let (last, end) = value(field, text, at + 1)?;
                (first <= last).then_some(())?;
                at = end;
            }
            range
        };
        if text.at(at) == b'/' {
            let (step, end) = number(text, at + 1)?;
            (steps && step > 0).then_some(())?;
            at = end;
        }
        if text.at(at) != b',' {
            return Some(at);
        }
        at += 1;
    }
}

/// A number within bounds, or a name of three letters, and where it ends.
#[inline]
fn value(field: &Field, text: &Padded, at: usize) -> Option<(u16, usize)> {
    if let Some((number, end)) = number(text, at) {
        return (field.least <= number && number <= field.most).then_some((number, end));
    }
    // The bit that tells small letters from capitals; what is no letter stays none that is known.
    let name = u32::from_be_bytes(text.four(at)) >> 8 | 0x0020_2020;
    let known = (field.least..).zip(field.letters).find(|(_, known)| **known == name)?;
    Some((known.0, at + 3))
}

/// One or two digits, and where they end.
#[inline]
fn number(text: &Padded, at: usize) -> Option<(u16, usize)> {
    let digit = |at: usize| text.at(at).wrapping_sub(b'0');
    let (first, second) = (digit(at), digit(at + 1));
    match (first <= 9, second <= 9) {
        (true, true) => Some((u16::from(first) * 10 + u16::from(second), at + 2)),
        (true, false) => Some((u16::from(first), at + 1)),
        _ => None,
    }
}
