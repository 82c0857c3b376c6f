//! Questions about names that cost much: what a name was answered is remembered.
//!
//! Names come again with every document, as values do not. A pattern that is no more than a
//! comparison, and the engine all the more, which is asked where the program models no answer, takes
//! as long for a name each time.

use std::sync::OnceLock;

use super::answer::Seen;
use super::ask::Ask;

/// So many answers are remembered, of names of at most so many bytes; whoever comes later is asked
/// about each time.
const REMEMBERED: usize = 256;
const LONGEST: usize = 64;
/// So many places are looked at for one.
const TRIED: usize = 8;

/// A name in its quotes, and the answer about it.
type Known = (Box<str>, bool);

/// A question about names, and the answers.
#[derive(Debug)]
pub(super) struct Recalled {
    ask: Ask,
    /// A place is filled once, by whichever thread comes first.
    answers: Box<[OnceLock<Known>]>,
}

impl Recalled {
    pub(super) fn of(ask: Ask) -> Self {
        Recalled { ask, answers: (0..REMEMBERED).map(|_| OnceLock::new()).collect() }
    }

    /// The answer about a name, given in its quotes.
    pub(super) fn answer(&self, quoted: &str) -> Option<bool> {
        if quoted.len() > LONGEST {
            return self.found(quoted);
        }
        let first = place(quoted.as_bytes());
        for place in (first..first + TRIED).map(|place| place % REMEMBERED) {
            match self.answers.get(place)?.get() {
                Some((known, answer)) if **known == *quoted => return Some(*answer),
                Some(_) => {}
                None => {
                    let answer = self.found(quoted)?;
                    // Another thread may have been faster, for this name or for another one.
                    let _ = self.answers.get(place)?.set((quoted.into(), answer));
                    return Some(answer);
                }
            }
        }
        self.found(quoted)
    }

    #[cold]
    fn found(&self, quoted: &str) -> Option<bool> {
        Seen::of(quoted)?.answer(&self.ask)
    }
}

/// Where a name is looked for first: its ends and its length tell most names apart.
fn place(quoted: &[u8]) -> usize {
    let ends = match (quoted.first_chunk(), quoted.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(20)
        }
        _ => quoted.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    };
    let scattered = (ends ^ quoted.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (scattered >> 56) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::program::Text;

    #[test]
    fn the_first_answer_is_the_answer_each_time() {
        let long = "x".repeat(LONGEST);
        let recalled = Recalled::of(Ask::Text(Text::AtLeast(3)));
        let known = || recalled.answers.iter().filter(|place| place.get().is_some()).count();
        for _ in 0..3 {
            for (name, answer) in [("abc", true), ("ab", false), ("", false), (&long, true)] {
                assert_eq!(recalled.answer(&format!("\"{name}\"")), Some(answer), "{name}");
            }
            assert_eq!(known(), 3, "all but the long one");
        }
    }

    #[test]
    fn more_names_than_are_remembered_are_answered_too() {
        let recalled = Recalled::of(Ask::Text(Text::AtMost(3)));
        for number in (0..4_000).chain(0..4_000) {
            assert_eq!(recalled.answer(&format!("\"{number}\"")), Some(number < 1_000));
        }
    }

    #[test]
    fn what_has_no_answer_is_asked_again() {
        let recalled = Recalled::of(Ask::Open);
        assert_eq!([recalled.answer("\"a\""), recalled.answer("\"a\"")], [None, None]);
    }
}
