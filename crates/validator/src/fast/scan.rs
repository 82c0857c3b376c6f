//! Finding the end of a string: sixteen bytes at a time where the processor has them.

/// Where, at or after `at`, the first quote, backslash or control character stands; the end of the
/// bytes when there is none.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..at + 16) {
        let found = mask(block);
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += 16;
    }
    while let Some(byte) = bytes.get(at) {
        if is_special(*byte) {
            break;
        }
        at += 1;
    }
    at
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < 0x20
}

/// A bit for each of sixteen bytes.
#[cfg(target_arch = "x86_64")]
#[inline]
fn mask(block: &[u8]) -> u32 {
    let (low, high) = halves(block);
    // SAFETY: the function needs SSE2 and nothing else (it takes no pointer), and every x86-64
    // processor has SSE2: the architecture's definition includes it.
    #[allow(unsafe_code)]
    unsafe {
        sse2(low, high)
    }
}

/// A bit for each of the bytes of two integers, the lower ones first.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn sse2(low: u64, high: u64) -> u32 {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8,
    };
    let bytes = _mm_set_epi64x(high.cast_signed(), low.cast_signed());
    let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x22));
    let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x5C));
    let limit = _mm_set1_epi8(0x1F);
    let control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, limit), limit);
    _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)).cast_unsigned()
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn mask(block: &[u8]) -> u32 {
    let (low, high) = halves(block);
    eight(low) | (eight(high) << 8)
}

#[inline]
fn halves(block: &[u8]) -> (u64, u64) {
    let half = |part: Option<&[u8]>| {
        part.and_then(|part| part.try_into().ok()).map_or(0, u64::from_le_bytes)
    };
    (half(block.get(..8)), half(block.get(8..16)))
}

/// The same for eight bytes in one integer, on any processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn eight(word: u64) -> u32 {
    let bytes = word.to_le_bytes().into_iter().enumerate();
    bytes.fold(0, |mask, (at, byte)| mask | (u32::from(is_special(byte)) << at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_first_special_byte_is_found(bytes: Vec<u8>, plain in 0_usize..70, at in 0_usize..8) {
            let mut text = vec![b'x'; plain];
            text.extend(bytes);
            let expected = text.iter().skip(at).position(|byte| is_special(*byte));
            let expected = expected.map_or(text.len().max(at), |found| found + at);
            prop_assert_eq!(special(&text, at), expected);
        }

        #[test]
        fn both_masks_agree(block: [u8; 16]) {
            let (low, high) = halves(&block);
            prop_assert_eq!(mask(&block), eight(low) | (eight(high) << 8));
        }
    }
}
