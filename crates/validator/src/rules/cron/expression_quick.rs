//! Cron expressions that are seen to be fine by one look at their bytes.
//!
//! Only for speed: a stream of reports has a schedule a line. What is not plainly fine here is read
//! by [`super::expression`], which alone refuses, and says why.

use super::expression::{FIELDS, Field};

/// Whether the bytes are five fields of `*`, values, ranges and steps, one blank between them.
pub(super) fn is_fine(bytes: &[u8]) -> bool {
    let [minute, hour, day, month, weekday] = &FIELDS;
    let rest = before_blank(minute, bytes);
    let rest = rest.and_then(|rest| before_blank(hour, rest));
    let rest = rest.and_then(|rest| before_blank(day, rest));
    let Some(rest) = rest.and_then(|rest| before_blank(month, rest)) else { return false };
    let plain = rest == b"*" || are_names(weekday, rest);
    plain || items(weekday, rest).is_some_and(<[u8]>::is_empty)
}

/// Whether it is a range of names, as days of the week are mostly written.
#[inline]
fn are_names(field: &Field, text: &[u8]) -> bool {
    let [a, b, c, b'-', d, e, f] = *text else { return false };
    let (first, last) = (field.letters.place([a, b, c]), field.letters.place([d, e, f]));
    first.zip(last).is_some_and(|(first, last)| first <= last)
}

/// What follows a field and the blank behind it. Most fields are `*` or one number.
#[inline(always)] // so that the bounds of each field are known
fn before_blank<'t>(field: &Field, text: &'t [u8]) -> Option<&'t [u8]> {
    let (number, rest) = match text {
        [b'*', b' ', rest @ ..] => return Some(rest),
        [ones @ b'0'..=b'9', b' ', rest @ ..] => (value_of(0, *ones), rest),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', b' ', rest @ ..] => (value_of(*tens, *ones), rest),
        _ => return items(field, text)?.strip_prefix(b" "),
    };
    (field.least <= number && number <= field.most).then_some(rest)
}

/// The number of two digits.
#[inline(always)] // two instructions
fn value_of(tens: u8, ones: u8) -> u16 {
    u16::from(tens & 15) * 10 + u16::from(ones & 15)
}

/// What follows a list of items.
#[inline(never)]
fn items<'t>(field: &Field, mut text: &'t [u8]) -> Option<&'t [u8]> {
    loop {
        let (steps, rest) = match text {
            [b'*', rest @ ..] => (true, rest),
            _ => range(field, text)?,
        };
        text = match rest {
            [b'/', step @ ..] => match number(step)? {
                (1.., rest) if steps => rest,
                _ => return None,
            },
            rest => rest,
        };
        match text {
            [b',', rest @ ..] => text = rest,
            rest => return Some(rest),
        }
    }
}

/// Whether it is a range, not a value alone, and what follows it.
#[inline]
fn range<'t>(field: &Field, text: &'t [u8]) -> Option<(bool, &'t [u8])> {
    let (first, rest) = value(field, text)?;
    let [b'-', rest @ ..] = rest else { return Some((false, rest)) };
    let (last, rest) = value(field, rest)?;
    (first <= last).then_some((true, rest))
}

/// A number within bounds, or a name of three letters, and what follows it.
#[inline]
fn value<'t>(field: &Field, text: &'t [u8]) -> Option<(u16, &'t [u8])> {
    if let Some((number, rest)) = number(text) {
        return (field.least <= number && number <= field.most).then_some((number, rest));
    }
    let [first, second, third, rest @ ..] = text else { return None };
    let place = field.letters.place([*first, *second, *third])?;
    Some((field.least + place, rest))
}

/// One or two digits, and what follows them.
#[inline]
fn number(text: &[u8]) -> Option<(u16, &[u8])> {
    match text {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => Some((value_of(*tens, *ones), rest)),
        [ones @ b'0'..=b'9', rest @ ..] => Some((value_of(0, *ones), rest)),
        _ => None,
    }
}

/// Names of three letters, each found by one look.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Letters {
    /// Scatters the names over the slots, no two into one.
    multiplier: u32,
    /// A name's letters as one number, and its place; a slot without a name has no letters.
    slots: [(u32, u16); 16],
}

/// The bit that tells small letters from capitals; what is no letter stays none that is known.
const SMALL: u32 = 0x0020_2020;

impl Letters {
    /// Where no names are known.
    pub(super) const NONE: Letters = Letters { multiplier: 1, slots: [(0, 0); 16] };

    /// The names in their order. No multiplier at all is a fault of compilation.
    pub(super) const fn of(names: &[&str]) -> Letters {
        let mut multiplier = 1_u32;
        loop {
            if let Some(slots) = scattered(names, multiplier) {
                return Letters { multiplier, slots };
            }
            multiplier = multiplier.wrapping_mul(0x9E37_79B1).wrapping_add(2);
        }
    }

    /// The place of a name, whatever the case of its letters.
    #[inline]
    fn place(&self, [first, second, third]: [u8; 3]) -> Option<u16> {
        let name = u32::from_be_bytes([0, first, second, third]) | SMALL;
        let (known, place) = self.slots[slot(name, self.multiplier)];
        (known == name).then_some(place)
    }
}

const fn slot(name: u32, multiplier: u32) -> usize {
    (name.wrapping_mul(multiplier) >> 28) as usize
}

/// The slots, if no two names come into one.
const fn scattered(names: &[&str], multiplier: u32) -> Option<[(u32, u16); 16]> {
    let (mut slots, mut place) = ([(0, 0); 16], 0_u16);
    while (place as usize) < names.len() {
        let [first, second, third] = *names[place as usize].as_bytes() else { return None };
        let name = u32::from_be_bytes([0, first, second, third]);
        let at = slot(name, multiplier);
        if slots[at].0 != 0 {
            return None;
        }
        slots[at] = (name, place);
        place += 1;
    }
    Some(slots)
}
