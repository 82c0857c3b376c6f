//! Patterns that are runs of characters, one after the other: `^[a-z][a-z0-9._-]{0,63}$`,
//! `^[a-z]+/[a-z-]+$`, `^\w+$`.
//!
//! A run takes all bytes of its set, as many as it may; the next one begins with a byte that it
//! would not have taken, unless its length is fixed. So nothing is ever given back.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::fixed::ranges;

/// The most runs.
const MOST: usize = 16;

/// A pattern of runs.
#[derive(Debug, Clone)]
pub(super) struct Runs(Box<[Run]>);

#[derive(Debug, Clone)]
struct Run {
    set: Set,
    least: usize,
    most: usize,
}

/// Bytes, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Set([u64; 4]);

impl Set {
    fn of(ranges: &[(u8, u8)]) -> Self {
        let mut set = Set::default();
        for byte in ranges.iter().flat_map(|(start, end)| *start..=*end) {
            set.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        set
    }

    #[inline]
    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }

    fn meets(&self, other: &Set) -> bool {
        self.0.iter().zip(other.0).any(|(one, other)| one & other != 0)
    }
}

impl Runs {
    /// The runs of a pattern, when it is anchored at both ends and is nothing but runs.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let whole = regex_syntax::parse(pattern).ok()?;
        let HirKind::Concat(parts) = whole.kind() else { return None };
        let [first, middle @ .., last] = parts.as_slice() else { return None };
        let is = |part: &Hir, look: Look| matches!(part.kind(), HirKind::Look(is) if *is == look);
        (is(first, Look::Start) && is(last, Look::End)).then_some(())?;
        let mut runs = Vec::new();
        middle.iter().try_for_each(|part| push(part, &mut runs))?;
        (runs.len() <= MOST && (0..runs.len()).all(|at| is_sure(&runs, at))).then_some(())?;
        Some(Runs(runs.into_boxed_slice()))
    }

    /// Whether the text matches.
    #[inline]
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let mut at = 0;
        for run in &self.0 {
            let rest = text.get(at..).unwrap_or_default();
            let length = rest.iter().take(run.most).take_while(|byte| run.set.has(**byte)).count();
            if length < run.least {
                return false;
            }
            at += length;
        }
        at == text.len()
    }
}

/// Adds the runs of a part.
fn push(part: &Hir, runs: &mut Vec<Run>) -> Option<()> {
    match part.kind() {
        HirKind::Literal(literal) => {
            let each = literal.0.iter().map(|byte| (Set::of(&[(*byte, *byte)]), 1, 1));
            runs.extend(each.map(|(set, least, most)| Run { set, least, most }));
        }
        HirKind::Class(class) => {
            runs.push(Run { set: Set::of(&ranges(class)?), least: 1, most: 1 });
        }
        HirKind::Repetition(repetition) => {
            let once = repetition.sub.as_ref();
            let set = match once.kind() {
                HirKind::Class(class) => Set::of(&ranges(class)?),
                HirKind::Literal(literal) => match *literal.0 {
                    [byte] => Set::of(&[(byte, byte)]),
                    _ => return None,
                },
                _ => return None,
            };
            let least = usize::try_from(repetition.min).ok()?;
            let most =
                repetition.max.map_or(Some(usize::MAX), |most| usize::try_from(most).ok())?;
            runs.push(Run { set, least, most });
        }
        _ => return None,
    }
    Some(())
}

/// Whether a run leaves to those behind it what they need: its length is fixed, or it takes nothing
/// that they might begin with.
fn is_sure(runs: &[Run], at: usize) -> bool {
    let Some(run) = runs.get(at) else { return false };
    let behind = runs.get(at + 1..).unwrap_or_default();
    let until = behind.iter().position(|next| next.least > 0).map_or(behind.len(), |last| last + 1);
    run.least == run.most || !behind.iter().take(until).any(|next| next.set.meets(&run.set))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATTERNS: [&str; 10] = [
        "^[a-z0-9][a-z0-9._-]{0,3}$",
        "^[a-z]+/[A-Za-z$-]+$",
        "^[0-9A-Z_a-z]+$",
        "^[a-z][a-z-]*/[a-z][a-z-]*$",
        "^ab*[cd]?[0-9]{2,3}$",
        "^a*$",
        "^[ab]{2}[a-z]{2,}$",
        "^-?[0-9]+$",
        "^[ab]*c*[d]{0,2}$",
        "^é[a-z]*$",
    ];

    #[test]
    fn only_what_never_gives_back_is_taken() {
        for pattern in PATTERNS {
            assert!(Runs::of(pattern).is_some(), "{pattern}");
        }
        let others =
            ["^a", "a$", "^[a-c]*b$", "^a*b*a$", "^(a|b)+$", "^[^/]+$", "^(ab)*$", "^[a-b]+[b]?$"];
        for other in others {
            assert!(Runs::of(other).is_none(), "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn they_match_what_the_regex_crate_matches(
            at in 0..PATTERNS.len(), text in "[a-e/0-9é_-]{0,7}", name in "[a-z]{1,3}/[a-zA-Z$]{1,3}",
            number in "-?[0-9]{1,4}", mixed in "ab{0,2}[cd]?[0-9]{1,4}",
        ) {
            let runs = Runs::of(PATTERNS[at]).unwrap();
            let regex = regex::Regex::new(PATTERNS[at]).unwrap();
            for text in [text, name, number, mixed] {
                prop_assert_eq!(runs.matches(text.as_bytes()), regex.is_match(&text), "{}", text);
            }
        }
    }
}
