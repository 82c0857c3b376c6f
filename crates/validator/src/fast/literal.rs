//! Bytes that are compared eight at a time, whatever their number.

/// Bytes that are compared at once.
const BLOCK: usize = 32;
type Words = [u64; BLOCK / 8];

/// A block as words, and which of their bits count.
#[derive(Debug, Default, PartialEq, Eq)]
struct Block {
    words: Words,
    masks: Words,
}

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
    #[inline(always)] // so that it is compiled for the processor of whoever asks
    pub(super) fn stands(&self, bytes: &[u8], at: usize) -> bool {
        match bytes.get(at..at + BLOCK).and_then(|there| there.first_chunk()) {
            Some(first) => {
                same(&self.first, first) && (self.rest.is_empty() || self.goes_on(bytes, at))
            }
            None => self.ends(bytes, at),
        }
    }

    /// Whether what follows the first block stands there too.
    #[inline(never)]
    fn goes_on(&self, bytes: &[u8], at: usize) -> bool {
        let (blocks, _) = bytes.get(at + BLOCK..).unwrap_or_default().as_chunks();
        if blocks.len() < self.rest.len() {
            return self.ends(bytes, at);
        }
        self.rest.iter().zip(blocks).all(|(own, there)| same(own, there))
    }

    /// The same near the end of the bytes.
    #[cold]
    fn ends(&self, bytes: &[u8], at: usize) -> bool {
        bytes.get(at..).is_some_and(|there| there.starts_with(&self.bytes))
    }
}

/// At most a block of bytes; the bits of those that are not there do not count.
fn block(bytes: &[u8]) -> Block {
    let mut block = Block::default();
    let places = block.words.iter_mut().zip(&mut block.masks);
    for ((word, mask), bytes) in places.zip(bytes.chunks(8)) {
        for byte in bytes.iter().rev() {
            *word = (*word << 8) | u64::from(*byte);
            *mask = (*mask << 8) | 0xFF;
        }
    }
    block
}

/// Words of their own and masks of their own: the compiler makes vectors of them.
#[inline(always)] // so that it is compiled for the processor of whoever asks
fn same(own: &Block, there: &[u8; BLOCK]) -> bool {
    let (there, _) = there.as_chunks();
    let words = own.words.iter().zip(&own.masks).zip(there);
    let differs = |differs, ((word, mask), there): ((&u64, &u64), &[u8; 8])| {
        differs | ((u64::from_le_bytes(*there) ^ word) & mask)
    };
    words.fold(0, differs) == 0
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
