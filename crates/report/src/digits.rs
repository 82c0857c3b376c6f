//! Numbers as text, without the formatter.

/// Room for the digits of one number.
#[derive(Debug, Default)]
pub(crate) struct Digits([u8; 20]);

impl Digits {
    /// The decimal digits of a number.
    pub(crate) fn of(&mut self, number: u64) -> &str {
        let mut left = number;
        let mut from = self.0.len();
        for (at, place) in self.0.iter_mut().enumerate().rev() {
            *place = b'0' + (left % 10) as u8;
            left /= 10;
            from = at;
            if left == 0 {
                break;
            }
        }
        self.0.get(from..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn digits_are_those_of_the_formatter() {
        for number in [0, 7, 10, 99, 100, 18_446_744_073_709_551_615, 10_000_000_000_000_000_000] {
            assert_eq!(Digits::default().of(number), number.to_string());
        }
    }
}
