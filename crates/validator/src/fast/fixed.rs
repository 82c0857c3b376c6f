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
/// Ranges a place that are asked about in any case: hexadecimal digits of both cases have as many.
const FEW: usize = 3;
/// Bytes that are compared at once, in matches that are as long, and in others.
const LONG: usize = 32;
const SHORT: usize = 16;

/// A pattern of fixed lengths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fixed(Vec<Form>);

/// Matches of one length.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    length: usize,
    /// Whether JSON writes each of its matches as it is: no quote, backslash or control character.
    plain: bool,
    windows: Windows,
}

/// Which bytes may stand where, block by block.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Windows {
    Long(Box<[Window<LONG>]>),
    Short(Box<[Window<SHORT>]>),
}

/// Which bytes may stand in the places of one block: in some plane, the byte less the least is at
/// most the span.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Window<const BLOCK: usize> {
    /// Where the block begins. The last one overlaps the one before.
    at: usize,
    first: [Plane<BLOCK>; FEW],
    more: Box<[Plane<BLOCK>]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Plane<const BLOCK: usize> {
    least: [u8; BLOCK],
    span: [u8; BLOCK],
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

    /// The length of the match that begins at `at` and that a quote follows. Only where no match
    /// holds what JSON writes with an escape: its bytes are the string's then.
    #[inline(always)] // so that it is compiled for the processor of whoever asks
    pub(super) fn stands(&self, bytes: &[u8], at: usize) -> Option<usize> {
        // A loop: what a closure holds is compiled by itself.
        for form in &self.0 {
            let end = at + form.length;
            if form.plain && bytes.get(end) == Some(&b'"') && form.matches(bytes.get(at..end)?) {
                return Some(form.length);
            }
        }
        None
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
pub(super) fn ranges(class: &Class) -> Option<Vec<(u8, u8)>> {
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
        // A class without any byte matches nothing; nothing needs to be made of it.
        places.iter().all(|ranges| !ranges.is_empty()).then_some(())?;
        let windows = if places.len() < LONG {
            Windows::Short(windows(places)?)
        } else {
            Windows::Long(windows(places)?)
        };
        let holds = |byte: u8, (start, end): &(u8, u8)| (*start..=*end).contains(&byte);
        let escaped =
            |range: &(u8, u8)| range.0 < b' ' || holds(b'"', range) || holds(b'\\', range);
        let plain = !places.iter().flatten().any(escaped);
        Some(Form { length: places.len(), plain, windows })
    }

    /// Whether a text of its length matches.
    #[inline(always)] // so that it is compiled for the processor of whoever asks
    fn matches(&self, text: &[u8]) -> bool {
        match &self.windows {
            Windows::Long(windows) => fit(windows, text),
            Windows::Short(windows) if self.length >= SHORT => fit(windows, text),
            Windows::Short(windows) => {
                let mut padded = [0; SHORT];
                if let Some(start) = padded.get_mut(..text.len()) {
                    start.copy_from_slice(text);
                }
                fit(windows, &padded)
            }
        }
    }
}

/// Whether all windows fit.
#[inline(always)] // as above
fn fit<const BLOCK: usize>(windows: &[Window<BLOCK>], text: &[u8]) -> bool {
    let mut all = true;
    for window in windows {
        all &= window.fits(text);
    }
    all
}

/// The windows that cover all places.
fn windows<const BLOCK: usize>(places: &Places) -> Option<Box<[Window<BLOCK>]>> {
    let planes = places.iter().map(Vec::len).max().unwrap_or(0);
    let last = places.len().saturating_sub(BLOCK);
    let starts = (0..last).step_by(BLOCK).chain([last]);
    starts.map(|at| Window::of(places, at, planes)).collect()
}

impl<const BLOCK: usize> Window<BLOCK> {
    /// The block that begins at a place. What stands behind a text shorter than a block is zero.
    fn of(places: &Places, at: usize, planes: usize) -> Option<Self> {
        // A place with fewer ranges than another repeats its last one.
        let range = |place: usize, plane: usize| match places.get(place) {
            Some(ranges) => ranges.get(plane).or(ranges.last()).copied(),
            None => Some((0, 0)),
        };
        let plane = |plane: usize| {
            let (mut least, mut span) = ([0; BLOCK], [0; BLOCK]);
            for (index, (least, span)) in least.iter_mut().zip(&mut span).enumerate() {
                let (start, end) = range(at + index, plane)?;
                (*least, *span) = (start, end - start);
            }
            Some(Plane { least, span })
        };
        // Without a place every plane has the ranges of what stands behind: something has to fit.
        let first = [plane(0)?, plane(1)?, plane(2)?];
        let more = (FEW..planes).map(plane).collect::<Option<_>>()?;
        Some(Window { at, first, more })
    }

    #[inline(always)] // two to a UUID, and a call costs as much as a block
    fn fits(&self, text: &[u8]) -> bool {
        let Some(bytes) = text.get(self.at..).and_then(|rest| rest.first_chunk()) else {
            return false;
        };
        let mut fits = [0_u8; BLOCK];
        for plane in &self.first {
            plane.within(bytes, &mut fits);
        }
        for plane in &self.more {
            plane.within(bytes, &mut fits);
        }
        // Folded: compared as an array or as one number, each byte would be taken out of its
        // register first.
        fits.iter().fold(0xFF, |all, fits| all & fits) == 0xFF
    }
}

impl<const BLOCK: usize> Plane<BLOCK> {
    /// Marks the bytes that are within their range. Arrays and one index: this becomes four vector
    /// instructions.
    #[inline(always)] // as above
    fn within(&self, bytes: &[u8; BLOCK], fits: &mut [u8; BLOCK]) {
        for at in 0..BLOCK {
            let within = bytes[at].wrapping_sub(self.least[at]) <= self.span[at];
            fits[at] |= if within { 0xFF } else { 0 };
        }
    }
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

    #[test]
    fn what_json_escapes_is_not_found_where_it_stands() {
        for pattern in ["^[a\"]b$", "^[!-#]b$", "^[\\\\-a]b$", "^[\t-\r]b$"] {
            let fixed = Fixed::of(pattern).unwrap();
            assert!(fixed.0.iter().all(|form| !form.plain), "{pattern}");
            assert_eq!(fixed.stands(b"\"ab\"", 1), None, "{pattern}");
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
                let json = format!("\"{text}\",");
                let stands = fixed.stands(json.as_bytes(), 1);
                prop_assert_eq!(stands, regex.is_match(&text).then_some(text.len()), "{}", json);
            }
        }
    }
}
