//! `pattern`: by places where every match has a fixed length, else by an automaton.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::{Anchored, Input};

use super::fixed::Fixed;

/// So many automata are remembered, each of at most so many bytes.
const REMEMBERED: usize = 64;
const SMALL: usize = 64 << 10;
/// What is remembered of patterns that were looked at; none of one that is not taken.
type Made = HashMap<Box<str>, Option<Arc<Automaton>>>;
static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

/// The most bytes of tables that one pattern may take.
const LARGEST: usize = 1 << 20;

/// What says whether a pattern matches anywhere in a text.
#[derive(Debug, Clone)]
pub(super) enum Automaton {
    /// Place by place.
    Fixed(Fixed),
    /// One table look-up a byte.
    Table(Box<dense::DFA<Vec<u32>>>),
}

/// What `format: uuid` demands.
const UUID: &str = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

impl Automaton {
    /// The automaton of `format: uuid`.
    pub(super) fn uuid() -> Option<Arc<Self>> {
        Automaton::shared(UUID)
    }

    /// The automaton of a pattern, made once: the members of one contract repeat few patterns, and
    /// making an automaton costs more than all else that is compiled of a member.
    pub(super) fn shared(pattern: &str) -> Option<Arc<Self>> {
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(pattern) {
            return known.clone();
        }
        let new = Automaton::of(pattern).map(Arc::new);
        let small = new.as_ref().is_none_or(|automaton| automaton.size() <= SMALL);
        if small && pattern.len() <= SMALL && made.len() < REMEMBERED {
            made.insert(pattern.into(), new.clone());
        }
        new
    }

    /// Bytes that its tables take.
    fn size(&self) -> usize {
        match self {
            Automaton::Fixed(_) => 0,
            Automaton::Table(table) => table.memory_usage(),
        }
    }

    /// The automaton of an ECMA-262 pattern, when both dialects read the pattern alike.
    fn of(pattern: &str) -> Option<Self> {
        if !is_common(pattern) {
            return None;
        }
        if let Some(fixed) = Fixed::of(pattern) {
            return Some(Automaton::Fixed(fixed));
        }
        let config = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .dfa_size_limit(Some(LARGEST))
            .determinize_size_limit(Some(4 * LARGEST));
        let dfa = dense::Builder::new().configure(config).build(pattern).ok()?;
        Some(Automaton::Table(Box::new(dfa)))
    }

    /// The length of the match that begins at `at` and that a quote follows, where that is seen
    /// without looking for the string's end.
    #[inline(always)] // so that it is compiled for the processor of whoever asks
    pub(super) fn stands(&self, bytes: &[u8], at: usize) -> Option<usize> {
        match self {
            Automaton::Fixed(fixed) => fixed.stands(bytes, at),
            Automaton::Table(_) => None,
        }
    }

    /// Whether it matches; `None` when the automaton cannot tell.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        match self {
            Automaton::Fixed(fixed) => Some(fixed.matches(text.as_bytes())),
            Automaton::Table(table) => {
                let input = Input::new(text).anchored(Anchored::No).earliest(true);
                table.try_search_fwd(&input).ok().map(|found| found.is_some())
            }
        }
    }
}

/// Whether the pattern keeps to what ECMA-262 and the regex crate read alike: no class escapes, no dot, no groups but plain ones.
fn is_common(pattern: &str) -> bool {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    let mut in_class = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                let escaped = bytes.get(at + 1);
                if !escaped.is_some_and(|byte| b".-/+*?()|[]{}^$\\".contains(byte)) {
                    return false;
                }
                at += 1;
            }
            b'{' if !in_class && bytes.get(at + 1) == Some(&b',') => return false,
            b'[' if in_class => return false,
            b'[' => {
                in_class = true;
                // `[]` and `[^]` are not read alike.
                let first = if bytes.get(at + 1) == Some(&b'^') { at + 2 } else { at + 1 };
                if bytes.get(first) == Some(&b']') {
                    return false;
                }
            }
            b']' => in_class = false,
            b'.' if !in_class => return false,
            b'&' | b'~' if in_class && bytes.get(at + 1) == Some(byte) => return false,
            b'-' if in_class && bytes.get(at + 1) == Some(&b'-') => return false,
            b'(' if bytes.get(at + 1) == Some(&b'?') && bytes.get(at + 2) != Some(&b':') => {
                return false;
            }
            // Beyond ASCII a character is one thing to both where it stands for itself, and two to
            // one of them from U+10000 on.
            0xF0.. | 0..0x20 => return false,
            0x80.. if in_class => return false,
            _ => {}
        }
        at += 1;
    }
    !in_class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_our_schemas_are_automata() {
        let job = Automaton::of("^([0-9a-f]{4}-[0-9a-f]{2}|[0-7][A-Z]{3})$").unwrap();
        assert_eq!(job.matches("00af-1b"), Some(true));
        assert_eq!(job.matches("7ABC"), Some(true));
        assert_eq!(job.matches("7ABC\n"), Some(false));
        assert_eq!(job.matches("x7ABC"), Some(false));
        let anywhere = Automaton::of("([Zz]|\\+00:00)$").unwrap();
        assert_eq!(anywhere.matches("12:00Z"), Some(true));
        assert_eq!(anywhere.matches("12:00"), Some(false));
        let time = Automaton::of("^[0-9]+(?:us|µs)$").unwrap();
        assert_eq!((time.matches("5µs"), time.matches("5ns")), (Some(true), Some(false)));
        for foreign in
            ["\\d", ".", "(?=a)", "[]", "[^]", "[ä]", "\u{1F600}", "[a&&b]", "\\u0041", "\\b"]
        {
            assert!(Automaton::of(foreign).is_none(), "{foreign}");
        }
    }
}
