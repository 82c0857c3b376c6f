//! What a string is held against. Every test here accepts a subset of what the keyword accepts.

use super::moment;
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
            Text::DateTime => moment::is_date_time(text.as_bytes()),
            Text::Date => moment::is_date(text.as_bytes()),
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

/// RFC 6901: nothing, or parts that begin with `/` each, `~` only as `~0` and `~1`.
fn is_pointer(text: &[u8]) -> bool {
    let escaped =
        |(at, byte): (usize, &u8)| *byte != b'~' || matches!(text.get(at + 1), Some(b'0' | b'1'));
    matches!(text.first(), None | Some(b'/')) && text.iter().enumerate().all(escaped)
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
    fn pointers_are_told() {
        assert!(is_pointer(b"") && is_pointer(b"/a~1b/~0//"));
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
