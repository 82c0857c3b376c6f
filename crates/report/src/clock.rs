//! The time as a value: what `--now-utc` says, or the machine's own when the edge is asked.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where the time of a run comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// Given with `--now-utc`: the same input gives the same bytes.
    Fixed(Timestamp),
    /// The machine's, read by the edge and only when something needs it.
    #[default]
    System,
}

/// A `--now-utc` that is no instant in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtc(String);

impl Clock {
    /// The clock of an optional `--now-utc`.
    ///
    /// # Errors
    /// When the text is no RFC 3339 instant in UTC.
    pub fn from_option(now_utc: Option<&str>) -> Result<Self, NotUtc> {
        now_utc.map_or(Ok(Clock::System), |text| parse_utc(text).map(Clock::Fixed))
    }

    /// The time: the given one, else what `read` reads.
    pub fn now(self, read: impl FnOnce() -> Timestamp) -> Timestamp {
        self.given().unwrap_or_else(read)
    }

    /// The given time, for judgements that ask for a clock only when one was handed in.
    #[must_use]
    pub fn given(self) -> Option<Timestamp> {
        match self {
            Clock::Fixed(at) => Some(at),
            Clock::System => None,
        }
    }
}

/// The instant of an RFC 3339 text in UTC (`Z` or `+00:00`), `2026-08-01T09:00:00Z` say.
///
/// # Errors
/// When it has another form, another offset (`-00:00` means that the offset is unknown), or
/// names no instant, a leap second included: durations could not be reckoned from it.
pub fn parse_utc(text: &str) -> Result<Timestamp, NotUtc> {
    let refused = || NotUtc(text.to_owned());
    if !has_utc_form(text) {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}

/// The date of an instant in UTC.
#[must_use]
pub fn date_utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Whether the text is `YYYY-MM-DDTHH:MM:SS[.digits]` with `Z` or `+00:00` behind it: jiff reads
/// more forms than RFC 3339 has, and folds `:60` into `:59`.
fn has_utc_form(text: &str) -> bool {
    let Some(local) = text.strip_suffix(['Z', 'z']).or_else(|| text.strip_suffix("+00:00")) else {
        return false;
    };
    let (seconds, fraction) =
        local.split_once('.').map_or((local, None), |(head, tail)| (head, Some(tail)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    fits(seconds, b"dddd-dd-ddTdd:dd:dd")
        && !seconds.ends_with(":60")
        && fraction.is_none_or(|fraction| digits(fraction) && fraction.len() <= 9)
}

fn fits(text: &str, form: &[u8]) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, form)| match form {
            b'd' => byte.is_ascii_digit(),
            b'T' => byte.eq_ignore_ascii_case(&b'T'),
            other => byte == *other,
        })
}

impl std::fmt::Display for NotUtc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = crate::visible::visible_within(&self.0, 60);
        write!(f, "`{text}` is no instant in UTC; write it as 2026-08-01T09:00:00Z")
    }
}

impl std::error::Error for NotUtc {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Clock, date_utc, parse_utc};

    #[test]
    fn utc_is_taken_in_both_spellings() {
        let nine = parse_utc("2026-08-01T09:00:00Z").unwrap();
        assert_eq!(parse_utc("2026-08-01t09:00:00.000000000+00:00"), Ok(nine));
        assert_eq!(date_utc(nine).to_string(), "2026-08-01");
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "now",
            "2026-08-01",
            "2026-08-01 09:00:00Z",
            "2026-08-01T09:00Z",
            "2026-08-01T09:00:00",
            "2026-08-01T09:00:00-00:00",
            "2026-08-01T11:00:00+02:00",
            "2026-08-01T09:00:00Z[UTC]",
            "2026-02-30T09:00:00Z",
            "2026-08-01T24:00:00Z",
            "2026-06-30T23:59:60Z",
            "2026-08-01T09:00:00.Z",
            "２026-08-01T09:00:00Z",
        ] {
            assert!(parse_utc(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_machine_is_asked_only_when_nothing_was_given() {
        let fixed = Clock::from_option(Some("2026-08-01T09:00:00Z")).unwrap();
        assert_eq!(fixed.now(|| panic!("asked")), fixed.given().unwrap());
        let system = Clock::from_option(None).unwrap();
        assert_eq!(system.given(), None);
        assert_eq!(system.now(|| Timestamp::UNIX_EPOCH), Timestamp::UNIX_EPOCH);
    }
}
