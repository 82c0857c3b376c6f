//! Cron expressions that are seen to be fine by one look at their bytes.
//!
//! Only for speed: a stream of reports has a schedule a line. What is not plainly fine here is read
//! by [`super::expression`], which alone refuses, and says why.

use super::expression::{FIELDS, Field};

/// Whether the bytes are five fields of `*`, values, ranges and steps, one blank between them.
pub(super) fn is_fine(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    for (index, field) in FIELDS.iter().enumerate() {
        let Some(behind) = field_end(field, rest) else { return false };
        rest = match behind {
            [b' ', behind @ ..] if index < 4 => behind,
            [] if index == 4 => behind,
            _ => return false,
        };
    }
    true
}

/// What stands behind a field.
fn field_end<'b>(field: &Field, mut rest: &'b [u8]) -> Option<&'b [u8]> {
    loop {
        rest = step_end(item_end(field, rest)?)?;
        match rest {
            [b',', behind @ ..] => rest = behind,
            _ => return Some(rest),
        }
    }
}

/// What stands behind `*`, a value or a range, and whether a step may.
fn item_end<'b>(field: &Field, rest: &'b [u8]) -> Option<(&'b [u8], bool)> {
    if let [b'*', behind @ ..] = rest {
        return Some((behind, true));
    }
    let (first, behind) = value(field, rest)?;
    let [b'-', behind @ ..] = behind else { return Some((behind, false)) };
    let (last, behind) = value(field, behind)?;
    (first <= last).then_some((behind, true))
}

/// What stands behind a step of one or two digits, or behind none.
fn step_end((rest, may): (&[u8], bool)) -> Option<&[u8]> {
    let [b'/', behind @ ..] = rest else { return Some(rest) };
    let (step, behind) = number(behind)?;
    (may && step > 0).then_some(behind)
}

/// A number within bounds, or a name of three letters.
fn value<'b>(field: &Field, rest: &'b [u8]) -> Option<(u16, &'b [u8])> {
    if let Some((number, behind)) = number(rest) {
        return (field.least..=field.most).contains(&number).then_some((number, behind));
    }
    let (name, behind) = rest.split_at_checked(3)?;
    let place = field.names.iter().position(|known| name.eq_ignore_ascii_case(known.as_bytes()))?;
    Some((u16::try_from(place).ok()? + field.least, behind))
}

/// One or two digits.
fn number(rest: &[u8]) -> Option<(u16, &[u8])> {
    match rest {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', behind @ ..] => {
            Some((u16::from(tens - b'0') * 10 + u16::from(ones - b'0'), behind))
        }
        [ones @ b'0'..=b'9', behind @ ..] => Some((u16::from(ones - b'0'), behind)),
        _ => None,
    }
}
