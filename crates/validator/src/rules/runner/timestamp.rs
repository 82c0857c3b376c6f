//! Reading the timestamps of the exchange.

use jiff::Timestamp;

/// The instant an RFC 3339 text names, whatever its offset; `None` when it is none. Whether it is
/// in UTC is the business of `runner/utc-timestamp`.
///
/// The date and time library reads more than RFC 3339 (a blank for `T`, an annotation in
/// brackets); that is kept out here. A leap second counts as the second before it.
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let plain = bytes.len() >= 20
        && matches!(bytes.get(10), Some(b'T' | b't'))
        && bytes.iter().all(|b| b.is_ascii_digit() || b"TtZz:.+-".contains(b));
    if !plain {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn rfc_3339_is_read_and_nothing_else() {
        for text in [
            "2026-02-20T00:00:00Z",
            "2026-02-20t00:00:00z",
            "2026-02-20T00:00:00.123456789Z",
            "2026-02-20T01:00:00+01:00",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-02-20",
            "2026-02-20 00:00:00Z",
            "2026-02-20T00:00:00",
            "2026-02-20T00:00:00Z[UTC]",
            "2026-02-30T00:00:00Z",
            "2026-02-20T00:00:00,5Z",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
