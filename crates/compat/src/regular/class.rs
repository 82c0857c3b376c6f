//! Sets of Unicode scalar values as sorted, disjoint, non-adjacent ranges.

/// The largest scalar value.
const LAST: u32 = 0x10_FFFF;
/// Surrogates are no scalar values: no string holds one.
const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Class(Vec<(u32, u32)>);

impl Class {
    /// No character.
    pub(crate) fn none() -> Self {
        Class(Vec::new())
    }

    /// Every character.
    pub(crate) fn any() -> Self {
        Class::of(vec![(0, LAST)])
    }

    /// One character.
    pub(crate) fn one(c: char) -> Self {
        Class(vec![(c.into(), c.into())])
    }

    /// The union of inclusive ranges, in any order, surrogates left out.
    pub(crate) fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Class(merged.into_iter().flat_map(without_surrogates).collect())
    }

    /// Every character that is not in the set.
    pub(crate) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for &(from, to) in &self.0 {
            if next < from {
                ranges.push((next, from - 1));
            }
            next = to + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Class::of(ranges)
    }

    /// Every character of either set.
    pub(crate) fn union(&self, other: &Self) -> Self {
        Class::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Whether the character is in the set.
    pub(crate) fn has(&self, c: char) -> bool {
        let c = u32::from(c);
        let after = self.0.partition_point(|&(from, _)| from <= c);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|&(_, to)| c <= to)
    }

    /// Whether no character is in the set.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Where membership changes: the first value of each range and the first one after it.
    pub(crate) fn edges(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|&(from, to)| [from, to + 1])
    }
}

fn without_surrogates((from, to): (u32, u32)) -> impl Iterator<Item = (u32, u32)> {
    let below = (from < SURROGATES.0).then(|| (from, to.min(SURROGATES.0 - 1)));
    let above = (to > SURROGATES.1).then(|| (from.max(SURROGATES.1 + 1), to));
    below.into_iter().chain(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complement_holds_exactly_what_the_set_does_not() {
        let digits = Class::of(vec![(0x30, 0x35), (0x34, 0x39)]);
        let rest = digits.complement();
        for c in ['/', '0', '5', '9', ':', '\u{0}', '\u{D7FF}', '\u{E000}', '\u{10FFFF}'] {
            assert_ne!(digits.has(c), rest.has(c), "{c:?}");
        }
        assert_eq!(rest.complement(), digits);
        assert_eq!(Class::any().complement(), Class::none());
    }
}
