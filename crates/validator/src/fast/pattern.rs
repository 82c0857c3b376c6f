//! `pattern`: by places where every match has a fixed length, else by an automaton.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::{Anchored, Input};

use super::dialect::{self, Common, Doubt};
use super::fixed::Fixed;
use super::looks::Looks;
use super::runs::Runs;

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
    /// By what the text begins with.
    Prefix(Box<str>),
    /// By what the text ends with.
    Suffix(Box<str>),
    /// Run by run.
    Runs(Runs),
    /// Between looks.
    Looks(Box<Looks>),
    /// By another one, but for texts that readers read differently.
    Doubted(Doubt, Box<Automaton>),
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
    pub(super) fn size(&self) -> usize {
        match self {
            Automaton::Fixed(_)
            | Automaton::Prefix(_)
            | Automaton::Suffix(_)
            | Automaton::Runs(_) => 0,
            Automaton::Looks(looks) => looks.size(),
            Automaton::Doubted(_, automaton) => automaton.size(),
            Automaton::Table(table) => table.memory_usage(),
        }
    }

    /// Whether it looks at each byte of a text by itself.
    pub(super) fn is_dear(&self) -> bool {
        match self {
            Automaton::Fixed(_) | Automaton::Prefix(_) | Automaton::Suffix(_) => false,
            Automaton::Runs(_) | Automaton::Table(_) | Automaton::Looks(_) => true,
            Automaton::Doubted(_, automaton) => automaton.is_dear(),
        }
    }

    /// The automaton of an ECMA-262 pattern, when it can be told as the regex crate reads patterns.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let Some(Common { told, doubt }) = dialect::common(pattern) else {
            return Looks::of(pattern).map(|looks| Automaton::Looks(Box::new(looks)));
        };
        let automaton = Automaton::of_told(&told)?;
        if doubt.any() {
            return Some(Automaton::Doubted(doubt, Box::new(automaton)));
        }
        Some(automaton)
    }

    fn of_told(pattern: &str) -> Option<Self> {
        if let Some(fixed) = Fixed::of(pattern) {
            return Some(Automaton::Fixed(fixed));
        }
        if let Some(prefix) = dialect::prefix(pattern) {
            return Some(Automaton::Prefix(prefix));
        }
        if let Some(suffix) = dialect::suffix(pattern) {
            return Some(Automaton::Suffix(suffix));
        }
        if let Some(runs) = Runs::of(pattern) {
            return Some(Automaton::Runs(runs));
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
            _ => None,
        }
    }

    /// Whether it matches; `None` when the automaton cannot tell.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        match self {
            Automaton::Fixed(fixed) => Some(fixed.matches(text.as_bytes())),
            Automaton::Prefix(prefix) => Some(text.starts_with(&**prefix)),
            Automaton::Suffix(suffix) => Some(text.ends_with(&**suffix)),
            Automaton::Runs(runs) => Some(runs.matches(text.as_bytes())),
            Automaton::Looks(looks) => looks.matches(text),
            Automaton::Doubted(doubt, automaton) if !doubt.holds_of(text) => {
                automaton.matches(text)
            }
            Automaton::Doubted(..) => None,
            Automaton::Table(table) => {
                let input = Input::new(text).anchored(Anchored::No).earliest(true);
                table.try_search_fwd(&input).ok().map(|found| found.is_some())
            }
        }
    }
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
        let words = Automaton::of("^\\w[\\w.-]*\\D\\W?$").unwrap();
        let answers = ["a-b", "aé", "éa", "a1", "a_", "_1!"].map(|text| words.matches(text));
        assert_eq!(answers, [true, true, false, false, true, true].map(Some));
        let prefix = Automaton::of("^a\\.").unwrap();
        assert!(matches!(prefix, Automaton::Prefix(_)));
        assert_eq!((prefix.matches("a.b"), prefix.matches("ab")), (Some(true), Some(false)));
        let suffix = Automaton::of("\\.b$").unwrap();
        assert!(matches!(suffix, Automaton::Suffix(_)));
        assert_eq!((suffix.matches("a.b"), suffix.matches("ab")), (Some(true), Some(false)));
        for foreign in [
            "[\\w-z]",
            "[a-\\d]",
            "[\\W]",
            "[\\S]",
            "(?=a)",
            "[]",
            "[^]",
            "[ä]",
            "\u{1F600}",
            "[a&&b]",
            "\\u00E9",
            "\\B",
            "[\\b]",
            "(a)\\1",
        ] {
            assert!(Automaton::of(foreign).is_none(), "{foreign}");
        }
    }
}
