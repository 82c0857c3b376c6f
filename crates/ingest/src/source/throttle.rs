//! What a server says about its limits, and how long to stay away.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;

use super::transport::Head;

/// The least pause when a server limits us without saying for how long.
const LEAST: u64 = 60;
/// The longest such pause; it grows by doubling.
const MOST: u64 = 15 * 60;
/// Longer than any run; keeps arithmetic on foreign numbers small.
const CAP: u64 = 7 * 24 * 3600;

/// How long to stay away from the host, when the answer is a limit; `None` when it is none (a
/// 403 without any sign of a limit is a permission).
///
/// Retry-After comes first, then an exhausted quota with its reset time, then at least a minute,
/// doubled for each limit in a row. 403 and 429 are alike. `unix_now` is used only where the
/// server does not state its own time.
#[must_use]
pub fn pause_for(head: &Head, body: &[u8], unix_now: i64, streak: u32) -> Option<Duration> {
    if !matches!(head.status, 403 | 429) {
        return None;
    }
    let now = head.header("date").and_then(http_date).unwrap_or(unix_now);
    if let Some(pause) = retry_after(head, now) {
        return Some(pause);
    }
    let exhausted = head.header("x-ratelimit-remaining").map(str::trim) == Some("0");
    if exhausted {
        let reset = head.header("x-ratelimit-reset").and_then(|text| text.trim().parse().ok());
        if let Some(reset) = reset {
            // One second more: the reset is given in whole seconds.
            return Some(seconds_between(now, reset) + Duration::from_secs(1));
        }
    }
    (head.status == 429 || exhausted || speaks_of_limits(body)).then(|| growing(streak))
}

/// The pause that a Retry-After header asks for, in either of its forms.
#[must_use]
pub fn retry_after(head: &Head, now: i64) -> Option<Duration> {
    let text = head.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(CAP)));
    }
    Some(seconds_between(now, http_date(text)?))
}

fn growing(streak: u32) -> Duration {
    let doubled = LEAST.saturating_mul(1_u64.checked_shl(streak.min(16)).unwrap_or(u64::MAX));
    Duration::from_secs(doubled.min(MOST))
}

fn seconds_between(now: i64, then: i64) -> Duration {
    let seconds = u64::try_from(then.saturating_sub(now)).unwrap_or(0);
    Duration::from_secs(seconds.min(CAP))
}

fn http_date(text: &str) -> Option<i64> {
    // HTTP dates are RFC 2822 dates with the zone written as GMT.
    static PARSER: DateTimeParser = DateTimeParser::new();
    PARSER.parse_timestamp(text.trim()).ok().map(|at| at.as_second())
}

fn speaks_of_limits(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    text.contains("rate limit") || text.contains("abuse detection")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(status: u16, headers: &[(&str, &str)]) -> Head {
        Head { status, headers: headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect() }
    }

    fn seconds(status: u16, headers: &[(&str, &str)], body: &str) -> Option<u64> {
        pause_for(&head(status, headers), body.as_bytes(), 1_000_000, 0).map(|d| d.as_secs())
    }

    #[test]
    fn retry_after_comes_first_in_both_forms() {
        for status in [403, 429] {
            let both = [
                ("retry-after", "7"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1000500"),
            ];
            assert_eq!(seconds(status, &both, ""), Some(7));
            let date = [("retry-after", "Mon, 12 Jan 1970 13:46:50 GMT")];
            assert_eq!(seconds(status, &date, ""), Some(10));
        }
    }

    #[test]
    fn an_exhausted_quota_waits_for_its_reset_by_the_servers_own_clock() {
        let own = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000500")];
        assert_eq!(seconds(403, &own, ""), Some(501));
        let skewed = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1000500"),
            ("date", "Mon, 12 Jan 1970 13:53:20 GMT"),
        ];
        assert_eq!(seconds(429, &skewed, ""), Some(101));
        assert_eq!(seconds(403, &[("x-ratelimit-remaining", "0")], ""), Some(60));
    }

    #[test]
    fn without_a_word_it_is_a_minute_and_grows() {
        assert_eq!(seconds(429, &[], ""), Some(60));
        assert_eq!(seconds(403, &[], "You have exceeded a secondary rate limit."), Some(60));
        let third = pause_for(&head(429, &[]), b"", 0, 2);
        assert_eq!(third, Some(Duration::from_secs(240)));
        assert_eq!(pause_for(&head(429, &[]), b"", 0, 40), Some(Duration::from_secs(900)));
    }

    #[test]
    fn a_permission_is_no_limit() {
        assert_eq!(seconds(403, &[("x-ratelimit-remaining", "12")], "Must have admin"), None);
        assert_eq!(seconds(404, &[("retry-after", "7")], ""), None);
    }

    #[test]
    fn absurd_numbers_stay_bounded() {
        let endless = [("retry-after", "18446744073709551615")];
        assert_eq!(seconds(429, &endless, ""), Some(CAP));
        let past = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "-9223372036854775808")];
        assert_eq!(seconds(429, &past, ""), Some(1));
    }
}
