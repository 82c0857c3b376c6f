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

/// The edits between two names, when they are so few.
pub(crate) fn edits(one: &str, other: &str, allowed: usize) -> Option<usize> {
    let (one, other) = different(one, other);
    let (rows, columns): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longer = rows.len().max(columns.len());
    if rows.is_empty() || columns.is_empty() {
        return (longer <= allowed).then_some(longer);
    }
    let far = allowed + 1;
    // The fewest edits of what comes before each place, for the row before the last, the last, this.
    let mut fewest = [vec![far; columns.len() + 1], (0..=columns.len()).collect(), Vec::new()];
    for at in 0..rows.len() {
        let [before, above, row] = &mut fewest;
        row.clear();
        row.push(at + 1);
        for across in 0..columns.len() {
            let place = Place { rows: &rows, columns: &columns, at, across };
            let left = row.last().copied().unwrap_or(far);
            row.push(place.fewest(before, above, left).unwrap_or(far));
        }
        // Two rows of too many edits lead to no fewer.
        if above.iter().chain(&*row).all(|edits| *edits > allowed) {
            return None;
        }
        fewest.rotate_left(1);
    }
    let [_, last, _] = &fewest;
    last.last().copied().filter(|edits| *edits <= allowed)
}

/// Two names without what they begin and end with alike.
fn different<'n>(one: &'n str, other: &'n str) -> (&'n str, &'n str) {
    let alike = |(one, other): &(char, char)| one == other;
    let length = |(letter, _): (char, char)| letter.len_utf8();
    let start = one.chars().zip(other.chars()).take_while(alike).map(length).sum::<usize>();
    let rest = |name: &'n str| name.get(start..).unwrap_or_default();
    let (one, other) = (rest(one), rest(other));
    let ends = one.chars().rev().zip(other.chars().rev());
    let end = ends.take_while(alike).map(length).sum::<usize>();
    let head = |name: &'n str| name.get(..name.len() - end).unwrap_or_default();
    (head(one), head(other))
}

/// A letter of one name beside one of another.
struct Place<'n> {
    rows: &'n [char],
    columns: &'n [char],
    at: usize,
    across: usize,
}

impl Place<'_> {
    /// The fewest edits up to here: by a letter less, one more, another or the same, or by two that
    /// changed places.
    fn fewest(&self, before: &[usize], above: &[usize], left: usize) -> Option<usize> {
        let Place { rows, columns, at, across } = *self;
        let (here, there) = (rows.get(at)?, columns.get(across)?);
        let other = above.get(across)? + usize::from(here != there);
        let fewest = other.min(above.get(across + 1)? + 1).min(left + 1);
        let (Some(up), Some(back)) = (at.checked_sub(1), across.checked_sub(1)) else {
            return Some(fewest);
        };
        let crossed = rows.get(up) == Some(there) && columns.get(back) == Some(here);
        Some(if crossed { fewest.min(before.get(back)? + 1) } else { fewest })
    }
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
