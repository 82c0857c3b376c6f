//! A job's id in sixteen bytes.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

use sha2::{Digest as _, Sha256};

/// A job's id in 16 bytes: a UUID in lower case is its own number, any other id its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct JobKey(pub(super) [u8; 16]);

impl JobKey {
    /// The key of an id, and whether the id can be told from it again.
    #[must_use]
    pub(super) fn of(id: &str) -> (Self, bool) {
        if let Some(number) = uuid(id.as_bytes()) {
            return (JobKey(number), true);
        }
        let mut key = [0; 16];
        key.iter_mut().zip(Sha256::digest(id.as_bytes())).for_each(|(to, from)| *to = from);
        (JobKey(key), false)
    }

    /// The UUID that it is the number of.
    #[must_use]
    pub(super) fn id(self) -> String {
        let mut id = String::with_capacity(36);
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                id.push('-');
            }
            // Writing to a String cannot fail.
            let _ = write!(id, "{byte:02x}");
        }
        id
    }

    /// As one number, to be compared and hashed in two words.
    fn number(self) -> u128 {
        u128::from_le_bytes(self.0)
    }
}

impl Hash for JobKey {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u128(self.number());
    }
}

/// The number of a UUID written in lower case.
fn uuid(id: &[u8]) -> Option<[u8; 16]> {
    /// Where the two digits of each byte stand.
    const AT: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    let id: &[u8; 36] = id.try_into().ok()?;
    let dashes = [8, 13, 18, 23].into_iter().all(|at| id.get(at) == Some(&b'-'));
    let digit = |at: usize| id.get(at).and_then(|byte| DIGITS.get(usize::from(*byte)));
    let (mut key, mut seen) = ([0; 16], 0);
    for (byte, at) in key.iter_mut().zip(AT) {
        let (high, low) = (*digit(at)?, *digit(at + 1)?);
        seen |= high | low;
        *byte = high << 4 | low;
    }
    (dashes && seen < 16).then_some(key)
}

/// What a byte is as a digit of a UUID in lower case; 255 for no digit.
const DIGITS: [u8; 256] = {
    let (mut digits, mut at) = ([255; 256], 0);
    while at < 16 {
        digits[b"0123456789abcdef"[at] as usize] = at as u8;
        at += 1;
    }
    digits
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_uuid_in_lower_case_is_its_number(number: [u8; 16], broken in 0..36_usize, by in "[g-zA-F.-]") {
            let id = JobKey(number).id();
            prop_assert_eq!(JobKey::of(&id), (JobKey(number), true));
            let other = format!("{}{by}{}", &id[..broken], &id[broken + 1..]);
            prop_assert_eq!(JobKey::of(&other).1, other == id);
        }
    }
}
