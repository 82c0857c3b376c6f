//! The bounded memory behind `cron/execution-id-repeated`.

use std::collections::{HashMap, VecDeque};

use super::same_content::ContentDigest;

/// The ids seen so far and what each stood on. Holds as many as it was told to; the oldest are
/// forgotten and counted.
#[derive(Debug)]
pub struct ExecutionIds {
    remember: usize,
    seen: HashMap<u128, (ContentDigest, u64)>,
    order: VecDeque<u128>,
    forgotten: u64,
}

/// What an id turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The text is no UUID, which the schema reports.
    NoId,
    /// Not seen before, as far as is remembered.
    First,
    /// Seen on the same content: sent again.
    Again,
    /// Seen on another content.
    Conflict {
        /// Where it was first seen, as the caller numbered it.
        first: u64,
    },
}

impl ExecutionIds {
    /// An empty memory for at most `remember` ids.
    #[must_use]
    pub fn new(remember: usize) -> Self {
        let (seen, order) = (HashMap::new(), VecDeque::new());
        ExecutionIds { remember, seen, order, forgotten: 0 }
    }

    /// Takes note of a report. `place` is the caller's number for where it stands.
    pub fn observe(&mut self, id: &str, content: ContentDigest, place: u64) -> Seen {
        let Some(id) = uuid(id) else { return Seen::NoId };
        match self.seen.get(&id) {
            Some((known, _)) if *known == content => return Seen::Again,
            Some((_, first)) => return Seen::Conflict { first: *first },
            None => {}
        }
        self.seen.insert(id, (content, place));
        self.order.push_back(id);
        while self.seen.len() > self.remember {
            let Some(oldest) = self.order.pop_front() else { break };
            self.seen.remove(&oldest);
            self.forgotten = self.forgotten.saturating_add(1);
        }
        Seen::First
    }

    /// How many ids were forgotten: from then on a repetition can go unseen.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }
}

/// The number of a UUID in its 8-4-4-4-12 form; upper and lower case are one.
fn uuid(text: &str) -> Option<u128> {
    if text.len() != 36 || !text.is_ascii() {
        return None;
    }
    let mut number = 0u128;
    for (place, character) in text.chars().enumerate() {
        match (place, character) {
            (8 | 13 | 18 | 23, '-') => {}
            (8 | 13 | 18 | 23, _) => return None,
            _ => number = number << 4 | u128::from(character.to_digit(16)?),
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ID: &str = "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2b";

    fn other_id(n: u8) -> String {
        format!("0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a{n:02x}")
    }

    #[test]
    fn a_resend_is_fine_and_another_content_is_a_conflict() {
        let (one, two) = (ContentDigest::of(&json!(1)), ContentDigest::of(&json!(2)));
        let mut ids = ExecutionIds::new(10);
        assert_eq!(ids.observe(ID, one, 4), Seen::First);
        assert_eq!(ids.observe(&ID.to_uppercase(), one, 5), Seen::Again);
        assert_eq!(ids.observe(ID, two, 6), Seen::Conflict { first: 4 });
        assert_eq!(ids.observe("no id", two, 7), Seen::NoId);
        assert_eq!(ids.forgotten(), 0);
    }

    #[test]
    fn the_oldest_are_forgotten_and_counted() {
        let (one, two) = (ContentDigest::of(&json!(1)), ContentDigest::of(&json!(2)));
        let mut ids = ExecutionIds::new(2);
        for n in 0..5 {
            assert_eq!(ids.observe(&other_id(n), one, n.into()), Seen::First);
        }
        assert_eq!(ids.forgotten(), 3);
        assert_eq!(ids.observe(&other_id(4), two, 9), Seen::Conflict { first: 4 });
        assert_eq!(ids.observe(&other_id(0), two, 9), Seen::First);
        assert_eq!(ids.observe(&other_id(0), two, 9), Seen::Again);
    }

    #[test]
    fn nothing_is_remembered_where_nothing_may_be() {
        let mut ids = ExecutionIds::new(0);
        assert_eq!(ids.observe(ID, ContentDigest::of(&json!(1)), 0), Seen::First);
        assert_eq!(ids.observe(ID, ContentDigest::of(&json!(2)), 1), Seen::First);
        assert_eq!(ids.forgotten(), 2);
    }

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        for text in [
            "",
            "0b0f7f3e6f3a4a559d5e0d6f8f7c1a2b",
            "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2",
            "0b0f7f3e-6f3a-4a55-9d5e-0d6f8f7c1a2g",
            "0b0f7f3e+6f3a-4a55-9d5e-0d6f8f7c1a2b",
        ] {
            assert_eq!(uuid(text), None, "{text}");
        }
    }
}
