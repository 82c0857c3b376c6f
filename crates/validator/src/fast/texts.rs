//! What a string is held against. Every test here accepts a subset of what the keyword accepts.

use super::program::Text;

impl Text {
    /// Whether the string is proven to fit.
    #[inline]
    pub(super) fn proves(&self, text: &str) -> bool {
        match self {
            Text::OneOf(values, _) => values.iter().any(|value| **value == *text),
            Text::AtLeast(least) => {
                text.len() >= *least && (*least <= 1 || text.chars().count() >= *least)
            }
            Text::AtMost(most) => text.len() <= *most || text.chars().count() <= *most,
            Text::DateTime => is_date_time(text.as_bytes()),
            Text::Date => is_date(text.as_bytes()),
            Text::Uri => is_plain_uri(text.as_bytes()),
            Text::Pointer => is_pointer(text.as_bytes()),
            Text::Pattern(automaton, wanted) => automaton.matches(text) == Some(*wanted),
        }
    }

    /// Whether the string fits; `None` where only a part of what fits is known.
    pub(super) fn answer(&self, text: &str) -> Option<bool> {
        match self {
            Text::OneOf(..) | Text::AtLeast(_) | Text::AtMost(_) => Some(self.proves(text)),
            Text::Pattern(automaton, wanted) => Some(automaton.matches(text)? == *wanted),
            Text::DateTime | Text::Date | Text::Uri | Text::Pointer => {
                self.proves(text).then_some(true)
            }
        }
    }
}

/// Two digits as a number.
fn two(text: &[u8], at: usize) -> Option<u32> {
    match text.get(at..at + 2)? {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
        }
        _ => None,
    }
}

/// RFC 3339 with upper-case letters and without leap seconds.
fn is_date_time(text: &[u8]) -> bool {
    date_time(text) == Some(true)
}

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
fn is_date(text: &[u8]) -> bool {
    text.len() == 10 && date(text).is_some()
}

fn date(text: &[u8]) -> Option<()> {
    let marks = [(4, b'-'), (7, b'-')];
    marks.iter().all(|(at, mark)| text.get(*at) == Some(mark)).then_some(())?;
    let year = two(text, 0)? * 100 + two(text, 2)?;
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    (day >= 1 && day <= days(year, month)?).then_some(())
}

/// RFC 6901: nothing, or parts that begin with `/` each, `~` only as `~0` and `~1`.
fn is_pointer(text: &[u8]) -> bool {
    let escaped =
        |(at, byte): (usize, &u8)| *byte != b'~' || matches!(text.get(at + 1), Some(b'0' | b'1'));
    matches!(text.first(), None | Some(b'/')) && text.iter().enumerate().all(escaped)
}

fn days(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// `http(s)://host/path?query` of letters, digits and the marks that need no escaping anywhere.
fn is_plain_uri(text: &[u8]) -> bool {
    let rest = text.strip_prefix(b"https://").or_else(|| text.strip_prefix(b"http://"));
    let Some(rest) = rest else { return false };
    let host = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(host);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let in_path = |byte: &u8| plain(byte) || matches!(byte, b'/' | b'_' | b'~' | b'=' | b'&');
    !host.is_empty() && host.iter().all(plain) && path.iter().all(in_path)
}

#[cfg(test)]
mod tests {
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
    fn days_and_pointers_are_told() {
        assert!(is_date(b"2024-02-29") && is_pointer(b"") && is_pointer(b"/a~1b/~0//"));
        for unsure in ["2025-02-29", "2026-3-01", "2026-03-01T", "20260301", "2026-00-01", ""] {
            assert!(!is_date(unsure.as_bytes()), "{unsure}");
        }
        for unsure in ["a", "/~", "/~2", "#/a"] {
            assert!(!is_pointer(unsure.as_bytes()), "{unsure}");
        }
    }

    #[test]
    fn only_plain_addresses_are_proven() {
        assert!(is_plain_uri(b"https://example.com/a-b/c_d"));
        for unsure in ["https://", "ftp://a", "https://a b", "https://a/%zz", "https://a@b/", "//a"]
        {
            assert!(!is_plain_uri(unsure.as_bytes()), "{unsure}");
        }
    }
}
