//! Patterns whose matches all have one of a few fixed lengths: `^[0-9a-f]{64}$`, a UUID, a ULID.
//!
//! Each place of such a match is a set of bytes, and a set is a few ranges. A range is one
//! subtraction and one comparison a byte, without branches and without a step that waits for the
//! one before, which the compiler makes into vector instructions; a table-driven automaton waits
//! for a memory access a byte.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The longest match that is worth it.
const LONGEST: usize = 128;
/// The most alternatives.
const FORMS: usize = 8;
/// Bytes that are compared at once.
const BLOCK: usize = 16;
type Block = [u8; BLOCK];

/// A pattern of fixed lengths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fixed(Vec<Form>);

/// Matches of one length.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    length: usize,
    /// Which bytes may stand where: in some plane, the byte less `least` is at most `span`.
    planes: Vec<Plane>,
}

/// A range a place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Plane {
    least: Box<[u8]>,
    span: Box<[u8]>,
}

/// The bytes that may stand in one place, as ranges.
type Places = Vec<Vec<(u8, u8)>>;

impl Fixed {
    /// The forms of a pattern, when it is anchored at both ends and every match has one of them.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let whole = regex_syntax::parse(pattern).ok()?;
        let HirKind::Concat(parts) = whole.kind() else { return None };
        let [first, middle @ .., last] = parts.as_slice() else { return None };
        let is = |part: &Hir, look: Look| matches!(part.kind(), HirKind::Look(is) if *is == look);
        if !is(first, Look::Start) || !is(last, Look::End) {
            return None;
        }
        let mut forms = vec![Places::new()];
        for part in middle {
            forms = followed(&forms, &alternatives(part)?)?;
        }
        let forms = forms.iter().map(Form::of).collect::<Option<_>>()?;
        Some(Fixed(forms))
    }

    /// Whether the text matches.
    #[inline]
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        self.0.iter().any(|form| form.length == text.len() && form.matches(text))
    }
}

/// Every form before, followed by every form behind.
fn followed(before: &[Places], behind: &[Places]) -> Option<Vec<Places>> {
    (before.len() * behind.len() <= FORMS).then_some(())?;
    let pairs = before.iter().flat_map(|one| behind.iter().map(move |other| (one, other)));
    let joined = pairs.map(|(one, other)| [one.as_slice(), other].concat());
    let joined: Vec<Places> = joined.collect();
    joined.iter().all(|places| places.len() <= LONGEST).then_some(joined)
}

/// The forms of a part of a pattern.
fn alternatives(part: &Hir) -> Option<Vec<Places>> {
    match part.kind() {
        HirKind::Empty => Some(vec![Places::new()]),
        HirKind::Literal(literal) => {
            Some(vec![literal.0.iter().map(|byte| vec![(*byte, *byte)]).collect()])
        }
        HirKind::Class(class) => Some(vec![vec![ranges(class)?]]),
        HirKind::Capture(capture) => alternatives(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = usize::try_from(repetition.max?).ok()?;
            (u32::try_from(times).ok()? == repetition.min && times <= LONGEST).then_some(())?;
            let once = alternatives(&repetition.sub)?;
            (0..times).try_fold(vec![Places::new()], |forms, _| followed(&forms, &once))
        }
        HirKind::Concat(parts) => parts
            .iter()
            .try_fold(vec![Places::new()], |forms, part| followed(&forms, &alternatives(part)?)),
        HirKind::Alternation(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(alternatives(part)?);
            }
            (all.len() <= FORMS).then_some(all)
        }
        HirKind::Look(_) => None,
    }
}

/// The ranges of a class of ASCII characters.
fn ranges(class: &Class) -> Option<Vec<(u8, u8)>> {
    match class {
        Class::Unicode(class) => class
            .iter()
            .map(|range| {
                let end = u8::try_from(range.end()).ok().filter(u8::is_ascii)?;
                Some((u8::try_from(range.start()).ok()?, end))
            })
            .collect(),
        Class::Bytes(class) => {
            let ascii = class.iter().all(|range| range.end().is_ascii());
            ascii.then(|| class.iter().map(|range| (range.start(), range.end())).collect())
        }
    }
}

impl Form {
    fn of(places: &Places) -> Option<Self> {
        let planes = places.iter().map(Vec::len).max().unwrap_or(0);
        // A class without any byte matches nothing; nothing needs to be made of it.
        places.iter().all(|ranges| !ranges.is_empty()).then_some(())?;
        // A place with fewer ranges than another repeats its last one.
        let at =
            |ranges: &Vec<(u8, u8)>, plane: usize| ranges.get(plane).or(ranges.last()).copied();
        let plane = |plane: usize| {
            let ranges: Option<Vec<(u8, u8)>> = places.iter().map(|it| at(it, plane)).collect();
            let ranges = ranges?;
            Some(Plane {
                least: ranges.iter().map(|(start, _)| *start).collect(),
                span: ranges.iter().map(|(start, end)| end - start).collect(),
            })
        };
        let planes = (0..planes).map(plane).collect::<Option<_>>()?;
        Some(Form { length: places.len(), planes })
    }

    /// Whether a text of its length matches.
    #[inline]
    fn matches(&self, text: &[u8]) -> bool {
        let Some(last) = text.len().checked_sub(BLOCK) else {
            return (0..text.len()).all(|at| self.fits(text, at));
        };
        let mut at = 0;
        while at < last {
            if self.block(text, at) != Some(true) {
                return false;
            }
            at += BLOCK;
        }
        // The last block overlaps the one before.
        self.block(text, last) == Some(true)
    }

    fn fits(&self, text: &[u8], at: usize) -> bool {
        let Some(byte) = text.get(at) else { return false };
        self.planes.iter().any(|plane| match (plane.least.get(at), plane.span.get(at)) {
            (Some(least), Some(span)) => byte.wrapping_sub(*least) <= *span,
            _ => false,
        })
    }

    #[inline(always)] // three to a UUID, and a call costs as much as a block
    fn block(&self, text: &[u8], at: usize) -> Option<bool> {
        let bytes = block(text, at)?;
        let mut fits = [0_u8; BLOCK];
        for plane in &self.planes {
            within(bytes, block(&plane.least, at)?, block(&plane.span, at)?, &mut fits);
        }
        // Folded: compared as an array, each byte would be taken out of its register first.
        Some(fits.iter().fold(0xFF, |all, fits| all & fits) == 0xFF)
    }
}

/// Marks the bytes that are within their range. Arrays and one index: this becomes four vector
/// instructions.
#[inline]
fn within(bytes: &Block, least: &Block, span: &Block, fits: &mut Block) {
    for at in 0..BLOCK {
        let within = bytes[at].wrapping_sub(least[at]) <= span[at];
        fits[at] |= if within { 0xFF } else { 0 };
    }
}

#[inline]
fn block(bytes: &[u8], at: usize) -> Option<&Block> {
    bytes.get(at..at + BLOCK)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the patterns of our schemas look like.
    const PATTERNS: [&str; 6] = [
        "^[0-9a-f]{64}$",
        "^([0-9a-f]{8}-[0-9a-f]{4}|[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25})$",
        "^([0-9A-Fa-f]{4}|[0-9A-Fa-f]{6})$",
        "^([0-9a-f]{3})?$",
        "^ab(c|[de])f$",
        "^$",
    ];

    #[test]
    fn only_patterns_of_fixed_lengths_are_taken() {
        for pattern in PATTERNS {
            assert_eq!(Fixed::of(pattern).is_some(), !pattern.contains('?'), "{pattern}");
        }
        for other in ["[0-9]$", "^a", "^a+$", "^a{2,3}$", "^[^a]$", "^(a|b*)$", "^a|b$", "("] {
            assert_eq!(Fixed::of(other), None, "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_matches_what_the_regex_crate_matches(
            at in 0..PATTERNS.len(), text in "[0-9a-gA-Z-]{0,66}", cut in "[0-9a-f]{64}",
            uuid in "[0-9a-f]{8}-[0-9a-fG]{4}", ulid in "[0-8][0-9A-Za-z]{25}", small in "ab[a-f]f",
        ) {
            let Some(fixed) = Fixed::of(PATTERNS[at]) else { return Ok(()) };
            let regex = regex::Regex::new(PATTERNS[at]).unwrap();
            for text in [text, cut, uuid, ulid, small] {
                prop_assert_eq!(fixed.matches(text.as_bytes()), regex.is_match(&text), "{}", text);
            }
        }
    }
}
