//! The names that a job must remember, packed: a job may have tens of thousands of them.

/// Names in the order in which they came, each marked as open or closed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    /// Of each name a byte that says whether it is open, its length in bytes as seven bits a byte,
    /// and the name.
    packed: Vec<u8>,
}

const OPEN: u8 = 1;

impl Names {
    /// Adds a name, open.
    pub fn push(&mut self, name: &str) {
        let mut length = name.len();
        self.packed.reserve(name.len() + 3);
        self.packed.push(OPEN);
        while length >= 0x80 {
            self.packed.push((length & 0x7F) as u8 | 0x80);
            length >>= 7;
        }
        self.packed.push(length as u8);
        self.packed.extend_from_slice(name.as_bytes());
    }

    /// Closes the last open name of those that are the same; says whether there was one.
    pub fn close(&mut self, name: &str) -> bool {
        let open = self.iter().filter(|one| one.open && one.name == name.as_bytes());
        let Some(at) = open.last().map(|one| one.at) else { return false };
        if let Some(mark) = self.packed.get_mut(at) {
            *mark = 0;
        }
        true
    }

    /// Whether the name came, open or closed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.iter().any(|one| one.name == name.as_bytes())
    }

    /// The last of the open names.
    #[must_use]
    pub fn top(&self) -> Option<&str> {
        let last = self.iter().filter(|one| one.open).last()?;
        std::str::from_utf8(last.name).ok()
    }

    /// How many names are open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.iter().filter(|one| one.open).count()
    }

    /// Every name.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(|one| std::str::from_utf8(one.name).ok())
    }

    /// The names as they are packed.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// Reads packed names; `None` where they are not.
    #[must_use]
    pub fn unpacked(packed: &[u8]) -> Option<Self> {
        let names = Names { packed: packed.to_vec() };
        let whole = names.iter().last().map_or(0, |last| last.end) == packed.len();
        let texts = names.iter().all(|one| std::str::from_utf8(one.name).is_ok());
        (whole && texts).then_some(names)
    }

    fn iter(&self) -> Packed<'_> {
        Packed { packed: &self.packed, at: 0 }
    }
}

struct Packed<'n> {
    packed: &'n [u8],
    at: usize,
}

struct One<'n> {
    at: usize,
    end: usize,
    open: bool,
    name: &'n [u8],
}

impl<'n> Iterator for Packed<'n> {
    type Item = One<'n>;

    #[inline]
    fn next(&mut self) -> Option<One<'n>> {
        let at = self.at;
        let open = *self.packed.get(at)? == OPEN;
        let (mut from, mut length, mut shift) = (at + 1, 0_usize, 0);
        loop {
            let byte = *self.packed.get(from)?;
            from += 1;
            length |= usize::from(byte & 0x7F).checked_shl(shift)?;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        let end = from.checked_add(length)?;
        self.at = end;
        Some(One { at, end, open, name: self.packed.get(from..end)? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn packed_names_are_what_lists_of_them_are(
            steps in prop::collection::vec((any::<bool>(), "[abé]{0,2}|[a]{127,129}"), 0..30),
        ) {
            let (mut names, mut stack, mut all) = (Names::default(), Vec::new(), Vec::new());
            for (enter, name) in steps {
                prop_assert_eq!(names.has(&name), all.contains(&name));
                if enter {
                    names.push(&name);
                    stack.push(name.clone());
                    all.push(name);
                } else {
                    let at = stack.iter().rposition(|open| *open == name);
                    prop_assert_eq!(names.close(&name), at.map(|at| stack.remove(at)).is_some());
                }
                prop_assert_eq!(names.top(), stack.last().map(String::as_str));
                prop_assert_eq!(names.open(), stack.len());
                prop_assert_eq!(names.all().collect::<Vec<_>>(), all.iter().collect::<Vec<_>>());
                prop_assert_eq!(Names::unpacked(names.packed()), Some(names.clone()));
            }
        }

        #[test]
        fn what_is_not_packed_is_not_read(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(names) = Names::unpacked(&bytes) {
                prop_assert_eq!(names.packed(), bytes);
            }
        }
    }
}
