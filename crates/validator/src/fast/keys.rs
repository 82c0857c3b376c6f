//! Sets of strings that are found in the text where they stand: member names, tags, enum values.

use super::literal::Literal;
use super::scan;

/// Bytes of a key that are compared as words.
const WINDOW: usize = 32;
/// Multipliers that are tried until one leaves no two keys in one place.
const TRIES: u64 = 4_096;

/// A string as JSON writes it without escapes, quotes included.
#[derive(Debug, Clone)]
pub(super) struct Key {
    quoted: Box<[u8]>,
    /// Its first bytes as words, and which of their bits count.
    words: [u64; 4],
    masks: [u64; 4],
}

impl Key {
    /// The key of a text; `None` when JSON writes it with an escape.
    pub(super) fn of(text: &str) -> Option<Self> {
        let quoted = serde_json::to_vec(text).ok()?.into_boxed_slice();
        if quoted.len() != text.len() + 2 {
            return None;
        }
        let (mut words, mut masks) = ([0; 4], [0; 4]);
        for (at, byte) in quoted.iter().take(WINDOW).enumerate() {
            let shift = 8 * (at % 8);
            *words.get_mut(at / 8)? |= u64::from(*byte) << shift;
            *masks.get_mut(at / 8)? |= 0xFF_u64 << shift;
        }
        Some(Key { quoted, words, masks })
    }

    /// Bytes of the key, quotes included.
    #[inline]
    pub(super) fn length(&self) -> usize {
        self.quoted.len()
    }

    /// The key's text.
    pub(super) fn text(&self) -> &str {
        let inner = self.quoted.get(1..self.quoted.len() - 1);
        inner.and_then(|inner| std::str::from_utf8(inner).ok()).unwrap_or_default()
    }

    /// The same, to be compared at once.
    pub(super) fn literal(&self) -> Literal {
        Literal::of(&self.quoted)
    }

    /// Whether the key stands at `at`.
    #[inline]
    pub(super) fn stands(&self, bytes: &[u8], at: usize) -> bool {
        let Some(window) = bytes.get(at..at + WINDOW) else {
            return bytes.get(at..).is_some_and(|rest| rest.starts_with(&self.quoted));
        };
        let differs =
            |index: usize| (word(window, 8 * index) ^ self.words[index]) & self.masks[index];
        if differs(0) | differs(1) != 0 {
            return false;
        }
        match self.quoted.len() {
            ..=16 => true,
            17..=WINDOW => differs(2) | differs(3) == 0,
            _ => bytes.get(at..).is_some_and(|rest| rest.starts_with(&self.quoted)),
        }
    }
}

/// Eight bytes as an integer; zero where there are none.
#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    let eight = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok());
    eight.map_or(0, u64::from_le_bytes)
}

/// Keys in a table without collisions: one multiplication, one comparison.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    keys: Vec<Key>,
    /// The key in each place, one more than its index; 0 where there is none. Empty when no
    /// multiplier keeps the keys apart.
    places: Box<[u8]>,
    multiplier: u64,
    shift: u32,
}

impl Keys {
    /// The table of these keys.
    pub(super) fn of(keys: Vec<Key>) -> Self {
        let mut all = Keys { keys, ..Keys::default() };
        if all.keys.len() > 200 {
            return all;
        }
        let bits = (2 * all.keys.len()).next_power_of_two().trailing_zeros().max(2);
        for size in bits..bits + 3 {
            all.shift = 64 - size;
            if (1..=TRIES).any(|attempt| all.settle(attempt)) {
                break;
            }
            all.places = Box::default();
        }
        all
    }

    /// Tries one multiplier.
    fn settle(&mut self, attempt: u64) -> bool {
        self.multiplier = attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut places = vec![0_u8; 1 << (64 - self.shift)];
        for (index, key) in (1_u8..).zip(&self.keys) {
            let hash = self.place(sample(&key.quoted, 1, key.quoted.len() - 1));
            match places.get_mut(hash) {
                Some(place) if *place == 0 => *place = index,
                _ => return false,
            }
        }
        self.places = places.into_boxed_slice();
        true
    }

    #[inline]
    fn place(&self, sample: u64) -> usize {
        let hash = sample.wrapping_mul(self.multiplier) >> self.shift;
        usize::try_from(hash).unwrap_or(usize::MAX)
    }

    /// The key of an index.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&Key> {
        self.keys.get(index)
    }

    /// Which key stands at `at`.
    #[inline]
    pub(super) fn find(&self, bytes: &[u8], at: usize) -> Option<usize> {
        // A few are compared sooner than the end of the string is found.
        if self.keys.len() <= 4 || self.places.is_empty() {
            return self.keys.iter().position(|key| key.stands(bytes, at));
        }
        let end = scan::special(bytes, at + 1);
        let place = self.place(sample(bytes, at + 1, end));
        let index = usize::from(*self.places.get(place)?).checked_sub(1)?;
        self.keys.get(index)?.stands(bytes, at).then_some(index)
    }
}

/// What a text is told apart by: its length, its first bytes and its last ones.
#[inline]
fn sample(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let (first, last) = if length >= 8 {
        (word(bytes, start), word(bytes, end - 8))
    } else {
        let short = bytes.get(start..end).unwrap_or_default();
        (short.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)), 0)
    };
    (first ^ last.rotate_left(23) ^ ((length as u64) << 56)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
        ^ first.rotate_left(32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(names: &[String]) -> Keys {
        Keys::of(names.iter().filter_map(|name| Key::of(name)).collect())
    }

    #[test]
    fn the_names_of_a_contract_have_a_table_without_collisions() {
        let names = ["secs_since_epoch", "nanos_since_epoch", "kind", "job", "at", "a", ""];
        let keys = keys(&names.map(str::to_owned));
        assert!(!keys.places.is_empty());
        assert!(Key::of("a\"b").is_none() && Key::of("a\nb").is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_key_is_found_where_it_stands(
            names in prop::collection::hash_set("[a-e_]{0,40}", 0..20), other in "[a-e_]{0,40}",
            before in "[ {,]{0,3}", after in "[:a\"]{0,40}",
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let keys = keys(&names);
            for name in names.iter().chain([&other]) {
                let text = format!("{before}\"{name}\"{after}");
                let expected = names.iter().position(|known| known == name);
                prop_assert_eq!(keys.find(text.as_bytes(), before.len()), expected);
            }
        }
    }
}
