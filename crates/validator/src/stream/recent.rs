//! Where the jobs stand that were heard of last: most events are of one of a few jobs, and their
//! ids are compared as they are written, with nothing parsed and nothing hashed.

/// So many places; a job's place follows from its id.
const PLACES: usize = 256;

/// An id of the length of a UUID, and where its job stands.
type Known = ([u8; 36], u32);

/// The jobs that were heard of last.
#[derive(Debug, Default)]
pub(super) struct Recent(Option<Box<[Known; PLACES]>>);

/// The place of an id: what a stream can aim at is only that nothing is found here.
#[inline]
fn place(id: &[u8; 36]) -> usize {
    let [first @ .., _, _, _, _] = id.last_chunk::<12>().unwrap_or(&[0; 12]);
    let begin = id.first_chunk().copied().map_or(0, u64::from_le_bytes);
    let mixed =
        (begin ^ u64::from_le_bytes(*first).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 56) as usize
}

/// Whether two ids are one. By words: as arrays they would be handed to the C library.
#[inline]
fn same(one: &[u8; 36], other: &[u8; 36]) -> bool {
    let words = |id: &[u8; 36]| -> Option<(u128, u128, u32)> {
        let (first, rest) = id.split_first_chunk()?;
        let (second, rest) = rest.split_first_chunk()?;
        let third = u32::from_le_bytes(*rest.first_chunk()?);
        Some((u128::from_le_bytes(*first), u128::from_le_bytes(*second), third))
    };
    words(one) == words(other)
}

impl Recent {
    #[inline]
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        let id: &[u8; 36] = id.as_bytes().try_into().ok()?;
        let (known, at) = self.0.as_ref()?.get(place(id))?;
        same(known, id).then_some(*at as usize)
    }

    pub(super) fn put(&mut self, id: &str, at: usize) {
        let (Ok(id), Ok(at)) = (<&[u8; 36]>::try_from(id.as_bytes()), u32::try_from(at)) else {
            return;
        };
        let places = self.0.get_or_insert_with(|| Box::new([([0; 36], 0); PLACES]));
        if let Some(known) = places.get_mut(place(id)) {
            *known = (*id, at);
        }
    }
}
