//! Finding the end of a string: sixteen bytes at a time where the processor has them.

#[cfg(target_arch = "x86_64")]
use super::simd::sixteen;

/// Where, at or after `at`, the first quote, backslash or control character stands; the end of the
/// bytes when there is none.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let found = sixteen(block);
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

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn sixteen(block: &[u8; 16]) -> u32 {
    let eight = |at: usize| eight(block.get(at..).and_then(|half| half.first_chunk()));
    eight(0) | (eight(8) << 8)
}

/// A bit for each of eight bytes, on any processor.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn eight(bytes: Option<&[u8; 8]>) -> u32 {
    let bytes = bytes.into_iter().flatten().enumerate();
    bytes.fold(0, |mask, (at, byte)| mask | (u32::from(is_special(*byte)) << at))
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
            let halves = block.first_chunk().zip(block.last_chunk()).unwrap();
            prop_assert_eq!(sixteen(&block), eight(Some(halves.0)) | (eight(Some(halves.1)) << 8));
        }
    }
}
