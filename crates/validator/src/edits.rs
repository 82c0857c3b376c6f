//! How few edits make one name of another: a letter more, less or another, or two that changed places.

/// Whether a name can be so few edits away. An edit changes the length by one at most, takes one
/// letter away at most, and brings one at most; counting those is far less than aligning names.
pub(crate) fn can_be_near(name: &str, characters: usize, given: u64, allowed: usize) -> bool {
    let others = letters(name);
    let away = |one: u64, other: u64| (one & !other).count_ones() as usize;
    away(given, others) <= allowed
        && away(others, given) <= allowed
        && name.chars().count().abs_diff(characters) <= allowed
}

/// The letters of a name as bits; several letters may share one.
pub(crate) fn letters(name: &str) -> u64 {
    name.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

/// The edits between two names, when they are so few. Only places in a row that are no further
/// apart than that can belong together.
pub(crate) fn edits(one: &str, other: &str, allowed: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let far = allowed + 1;
    let mut rows = [0, 1, 2].map(|_| vec![far; other.len() + 1]);
    let [before, above, row] = &mut rows;
    above.iter_mut().take(far).enumerate().for_each(|(at, place)| *place = at);
    let at = |row: &[usize], place: Option<usize>| {
        place.and_then(|p| row.get(p).copied()).unwrap_or(far)
    };
    for (down, letter) in one.iter().enumerate() {
        row.fill(far);
        if let Some(first) = row.first_mut() {
            *first = far.min(down + 1);
        }
        let from = (down + 1).saturating_sub(allowed).max(1);
        for across in from..=other.len().min(down + 1 + allowed) {
            let here = other.get(across - 1);
            let same = here == Some(letter);
            let mut fewest = (at(above, across.checked_sub(1)) + usize::from(!same))
                .min(at(above, Some(across)) + 1)
                .min(at(row, across.checked_sub(1)) + 1);
            let crossed = down > 0
                && across > 1
                && other.get(across - 2) == Some(letter)
                && here == one.get(down - 1);
            if crossed {
                fewest = fewest.min(at(before, across.checked_sub(2)) + 1);
            }
            if let Some(place) = row.get_mut(across) {
                *place = fewest.min(far);
            }
        }
        std::mem::swap(before, above);
        std::mem::swap(above, row);
    }
    above.last().copied().filter(|edits| *edits <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_near_name_is_left_out_by_its_letters() {
        let alphabet = ["", "a", "b", "ab", "ba", "é", "\u{a9}", "xyz"];
        let mut names: Vec<String> = Vec::new();
        for one in alphabet {
            for other in alphabet {
                names.extend(alphabet.map(|third| format!("{one}{other}{third}")));
            }
        }
        for given in &names {
            for name in &names {
                for allowed in 0..3 {
                    let near = strsim::osa_distance(given, name) <= allowed;
                    let count = given.chars().count();
                    let kept = can_be_near(name, count, letters(given), allowed);
                    assert!(kept || !near, "{given} {name} {allowed}");
                    let counted = edits(given, name, allowed);
                    let all = strsim::osa_distance(given, name);
                    assert_eq!(counted, near.then_some(all), "{given} {name} {allowed}");
                }
            }
        }
    }
}
