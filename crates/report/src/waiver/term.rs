//! How long a waiver holds.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The furthest that a waiver's last day may lie ahead, in days.
pub const LONGEST_DAYS: i32 = 180;
/// From this many days before its last day on, a waiver in use is warned of.
pub const SOON_DAYS: i32 = 14;

/// Where a waiver stands in its term on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// It holds, for more than two weeks yet.
    Holds,
    /// It holds, with that many days left; 0 on its last day.
    EndsSoon(i32),
    /// It ended that many days ago.
    Ended(i32),
    /// Its last day is further ahead than allowed.
    TooLong(i32),
    /// Its last day is no date.
    NoDate,
}

impl Term {
    /// The standing on `today` of a waiver with that last day.
    pub(super) fn on(today: Date, expires: &str) -> Self {
        // The published form is the ten characters of a full date; the parser reads more.
        let date = Some(expires).filter(|text| text.len() == 10);
        let Some(last) = date.and_then(|text| text.parse::<Date>().ok()) else {
            return Term::NoDate;
        };
        let left = days(today, last);
        match left {
            ..0 => Term::Ended(-left),
            0..=SOON_DAYS => Term::EndsSoon(left),
            _ if left > LONGEST_DAYS => Term::TooLong(left),
            _ => Term::Holds,
        }
    }

    /// Whether the waiver sets findings aside.
    pub(super) fn holds(self) -> bool {
        matches!(self, Term::Holds | Term::EndsSoon(_))
    }
}

/// Whether a waiver that is written today may end on that day.
///
/// # Errors
/// When it is no date, is over, or lies too far ahead; the text says which.
pub fn last_day(today: Date, expires: &str) -> Result<(), String> {
    match Term::on(today, expires) {
        Term::Holds | Term::EndsSoon(_) => Ok(()),
        Term::NoDate => Err("it is no date; write it as 2026-08-01".to_owned()),
        Term::Ended(days) => Err(format!("that day was {days} days ago")),
        Term::TooLong(days) => {
            Err(format!("that is {days} days ahead; {LONGEST_DAYS} days is the longest"))
        }
    }
}

/// Days from one date to another; dates of this calendar are never more than i32 days apart.
fn days(from: Date, to: Date) -> i32 {
    let span: Span = from.until(to).unwrap_or_else(|_| 0.days());
    span.get_days()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Term;

    const TODAY: Date = date(2026, 8, 1);

    #[test]
    fn the_last_day_still_holds() {
        assert_eq!(Term::on(TODAY, "2026-08-01"), Term::EndsSoon(0));
        assert_eq!(Term::on(TODAY, "2026-07-31"), Term::Ended(1));
        assert_eq!(Term::on(TODAY, "2026-08-15"), Term::EndsSoon(14));
        assert_eq!(Term::on(TODAY, "2026-08-16"), Term::Holds);
    }

    #[test]
    fn half_a_year_is_the_longest() {
        assert_eq!(Term::on(TODAY, "2027-01-28"), Term::Holds);
        assert_eq!(Term::on(TODAY, "2027-01-29"), Term::TooLong(181));
        assert_eq!(Term::on(TODAY, "9999-12-31"), Term::TooLong(2_912_230));
    }

    #[test]
    fn a_new_waiver_ends_within_half_a_year() {
        assert!(super::last_day(TODAY, "2026-08-01").is_ok());
        assert!(super::last_day(TODAY, "2027-01-28").is_ok());
        for (day, why) in [("2026-07-31", "ago"), ("2027-01-29", "180"), ("later", "no date")] {
            assert!(super::last_day(TODAY, day).unwrap_err().contains(why), "{day}");
        }
    }

    #[test]
    fn other_texts_are_no_date() {
        for text in ["", "soon", "20260801", "2026-02-30", "2026-8-1", "2026-08-01T00:00:00Z"] {
            assert_eq!(Term::on(TODAY, text), Term::NoDate, "{text}");
        }
    }
}
