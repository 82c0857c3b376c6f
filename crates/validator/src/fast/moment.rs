//! `format: date-time` and `format: date`: RFC 3339 with upper-case letters and without leap seconds.

/// Whether a text is one. Each part is a number of two digits, most at a fixed place.
pub(super) fn is_date_time(text: &[u8]) -> bool {
    match text.first_chunk::<20>() {
        Some(start) if text.len() == 20 => is_whole_second(start),
        _ => date_time(text) == Some(true),
    }
}

/// The length of the one that begins at `at` and that a quote follows, when it is of whole seconds
/// in UTC. Others are to be looked at as a text.
#[inline]
pub(super) fn stands(bytes: &[u8], at: usize) -> Option<usize> {
    let [text @ .., quote] = bytes.get(at..)?.first_chunk::<21>()?;
    (*quote == b'"' && is_whole_second(text.first_chunk()?)).then_some(20)
}

/// `2026-03-01T02:00:03Z`, eight bytes at a time.
#[inline]
fn is_whole_second(text: &[u8; 20]) -> bool {
    let part = |at: usize| {
        let eight = text.get(at..at + 8).and_then(|eight| eight.try_into().ok());
        eight.map_or(0, u64::from_le_bytes)
    };
    // What is left of a digit is its value, of a mark nothing. The parts overlap by four bytes.
    let [date, time, end] = [
        part(0) ^ u64::from_le_bytes(*b"0000-00-"),
        part(8) ^ u64::from_le_bytes(*b"00T00:00"),
        part(12) ^ u64::from_le_bytes(*b"0:00:00Z"),
    ];
    let digits = |part: u64| (part | part.wrapping_add(0x0606_0606_0606_0606)) & HIGH_HALVES;
    let marks = (date & 0xFF00_00FF_0000_0000) | (time & 0x0000_FF00_00FF_0000);
    if digits(date) | digits(time) | digits(end) | marks | (end & 0xFF00_00FF_0000_FF00) != 0 {
        return false;
    }
    let two = |part: u64, at: u32| (part >> (8 * at) & 0xF) * 10 + (part >> (8 * at + 8) & 0xF);
    let (year, month, day) = (two(date, 0) * 100 + two(date, 2), two(date, 5), two(time, 0));
    let in_time = two(time, 3) < 24 && two(time, 6) < 60 && two(end, 5) < 60;
    in_time && day >= 1 && days(year, month).is_some_and(|last| day <= last)
}

const HIGH_HALVES: u64 = 0xF0F0_F0F0_F0F0_F0F0;

/// Two digits as a number.
fn two(text: &[u8], at: usize) -> Option<u64> {
    match text.get(at..at + 2)? {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u64::from(tens - b'0') * 10 + u64::from(ones - b'0'))
        }
        _ => None,
    }
}

/// The same of every length.
fn date_time(text: &[u8]) -> Option<bool> {
    let marks = [(10, b'T'), (13, b':'), (16, b':')];
    if !marks.iter().all(|(at, mark)| text.get(*at) == Some(mark)) {
        return None;
    }
    date(text)?;
    let time = two(text, 11)? < 24 && two(text, 14)? < 60 && two(text, 17)? < 60;
    let mut at = 19;
    if text.get(at) == Some(&b'.') {
        let digits = text.get(20..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        at = 20 + digits;
    }
    let zone = match text.get(at)? {
        b'Z' => text.len() == at + 1,
        b'+' | b'-' => {
            text.len() == at + 6
                && text.get(at + 3) == Some(&b':')
                && two(text, at + 1)? < 24
                && two(text, at + 4)? < 60
        }
        _ => false,
    };
    Some(time && zone)
}

/// A day as RFC 3339 writes it.
pub(super) fn is_date(text: &[u8]) -> bool {
    text.len() == 10 && date(text).is_some()
}

fn date(text: &[u8]) -> Option<()> {
    let marks = [(4, b'-'), (7, b'-')];
    marks.iter().all(|(at, mark)| text.get(*at) == Some(mark)).then_some(())?;
    let year = two(text, 0)? * 100 + two(text, 2)?;
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    (day >= 1 && day <= days(year, month)?).then_some(())
}

#[inline]
fn days(year: u64, month: u64) -> Option<u64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_exist() {
        for fine in ["2026-03-01T02:00:03Z", "2024-02-29T23:59:59.123456789+01:00"] {
            assert!(is_date_time(fine.as_bytes()), "{fine}");
        }
        for unsure in [
            "2025-02-29T00:00:00Z",
            "2026-03-01t02:00:03Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T02:00:60Z",
            "2026-03-01T02:00:03",
            "2026-03-01T02:00:03.Z",
            "2026-13-01T02:00:03Z",
            "2026-03-00T02:00:03Z",
            "2026-03-01T02:00:03Zx",
            "",
        ] {
            assert!(!is_date_time(unsure.as_bytes()), "{unsure}");
        }
    }

    #[test]
    fn days_are_told() {
        assert!(is_date(b"2024-02-29"));
        for unsure in ["2025-02-29", "2026-3-01", "2026-03-01T", "20260301", "2026-00-01", ""] {
            assert!(!is_date(unsure.as_bytes()), "{unsure}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_ways_agree(
            text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z",
            at in 0_usize..21, byte: u8,
        ) {
            let mut changed = text.clone().into_bytes();
            if let Some(place) = changed.get_mut(at) {
                *place = byte;
            }
            for text in [text.as_bytes(), &changed] {
                let expected = date_time(text) == Some(true);
                prop_assert_eq!(is_date_time(text), expected, "{:?}", text);
                let json = [b"\"", text, b"\""].concat();
                prop_assert_eq!(stands(&json, 1), expected.then_some(20), "{:?}", text);
            }
        }
    }
}
