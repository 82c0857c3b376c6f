//! Bytes that are compared eight at a time, whatever their number.

/// Bytes that are compared at once.
const BLOCK: usize = 32;
/// A block as words, and which of their bits count.
type Block = [(u64, u64); BLOCK / 8];

/// What is expected to stand somewhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    bytes: Box<[u8]>,
    /// The first block; most literals have no other.
    first: Block,
    rest: Box<[Block]>,
}

impl Literal {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let (first, rest) = bytes.split_at(bytes.len().min(BLOCK));
        let rest = rest.chunks(BLOCK).map(block).collect();
        Literal { bytes: bytes.into(), first: block(first), rest }
    }

    /// How many bytes it has.
    #[inline]
    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it stands at `at`.
    #[inline]
    pub(super) fn stands(&self, bytes: &[u8], at: usize) -> bool {
        let there = bytes.get(at..).unwrap_or_default();
        let Some((first, behind)) = there.split_first_chunk() else {
            return there.starts_with(&self.bytes);
        };
        same(&self.first, first) && (self.rest.is_empty() || self.goes_on(behind))
    }

    #[inline(never)]
    fn goes_on(&self, there: &[u8]) -> bool {
        let (blocks, _) = there.as_chunks();
        if blocks.len() < self.rest.len() {
            return self.bytes.get(BLOCK..).is_some_and(|rest| there.starts_with(rest));
        }
        self.rest.iter().zip(blocks).all(|(own, there)| same(own, there))
    }
}

/// At most a block of bytes; the bits of those that are not there do not count.
fn block(bytes: &[u8]) -> Block {
    let mut block = [(0, 0); BLOCK / 8];
    for ((word, mask), bytes) in block.iter_mut().zip(bytes.chunks(8)) {
        for byte in bytes.iter().rev() {
            *word = (*word << 8) | u64::from(*byte);
            *mask = (*mask << 8) | 0xFF;
        }
    }
    block
}

#[inline]
fn same(own: &Block, there: &[u8; BLOCK]) -> bool {
    let (words, _) = there.as_chunks();
    let differs = |differs, ((word, mask), there): (&(u64, u64), &[u8; 8])| {
        differs | ((u64::from_le_bytes(*there) ^ word) & mask)
    };
    own.iter().zip(words).fold(0, differs) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_stands_where_its_bytes_do(
            before in "[ab]{0,9}", own in "[ab]{0,100}", other in "[ab]{0,100}", behind in "[ab]{0,40}",
            place: prop::sample::Index, byte: u8,
        ) {
            let literal = Literal::of(own.as_bytes());
            let mut changed = own.clone().into_bytes();
            if !changed.is_empty() {
                let at = place.index(changed.len());
                changed[at] = byte;
            }
            for there in [own.as_bytes(), other.as_bytes(), &changed] {
                let text = [before.as_bytes(), there, behind.as_bytes()].concat();
                let expected = text[before.len()..].starts_with(own.as_bytes());
                prop_assert_eq!(literal.stands(&text, before.len()), expected);
            }
        }
    }
}
