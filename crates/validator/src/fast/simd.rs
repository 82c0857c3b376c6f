//! What a processor does to many bytes at once. All `unsafe` of the workspace stands here.
//!
//! [`Lanes`] is what the hot path asks for; [`Plain`] gives it on every processor. [`Wide`] is the
//! proof that this processor has AVX2: only [`Wide::detect`] makes one, after it asked the
//! processor. What is run by [`Wide::run`] is compiled for such a processor as far as it is
//! inlined there, so that the hot path is.

use super::number;
use super::scan;

/// A way to look at many bytes at once.
pub(super) trait Lanes: Copy {
    /// Where, at or after `at`, the first quote, backslash or control character stands; the end of
    /// the bytes when there is none.
    fn special(self, bytes: &[u8], at: usize) -> usize;

    /// How many digits stand at `at`, up to the first byte that is none, and the number they
    /// write; `None` where there are more of them, or fewer bytes, than are read at once.
    fn digits(self, bytes: &[u8], at: usize) -> Option<(usize, u64)>;
}

/// Work that is compiled for each kind of lanes.
pub(super) trait Work {
    /// What it comes to.
    type Out;
    /// Does it. To be inlined always: only then it is compiled for the lanes.
    fn run<L: Lanes>(self, lanes: L) -> Self::Out;
}

/// What every processor has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain;

impl Lanes for Plain {
    #[inline]
    fn special(self, bytes: &[u8], at: usize) -> usize {
        scan::special(bytes, at)
    }

    #[inline]
    fn digits(self, bytes: &[u8], at: usize) -> Option<(usize, u64)> {
        number::digits_by_eight(bytes, at)
    }
}

/// Proof that the processor has AVX2 and what came with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wide(());

#[cfg(target_arch = "x86_64")]
pub(super) use x86::sixteen;

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![allow(unsafe_code)]

    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_cvtsi128_si64, _mm_madd_epi16, _mm_maddubs_epi16,
        _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_packus_epi32, _mm_set_epi64x,
        _mm_set1_epi8, _mm_set1_epi32, _mm_setr_epi8, _mm_setr_epi16, _mm_shuffle_epi8,
        _mm_sub_epi8, _mm256_cmpeq_epi8, _mm256_max_epu8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set_epi64x, _mm256_set1_epi8,
    };

    use super::{Lanes, Plain, Wide, Work};

    impl Wide {
        /// The proof, where the processor has it.
        pub(in crate::fast) fn detect() -> Option<Self> {
            let all = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt");
            all.then_some(Wide(()))
        }

        /// Does the work, compiled for such a processor.
        #[inline]
        pub(in crate::fast) fn run<W: Work>(self, work: W) -> W::Out {
            // SAFETY: the function needs nothing but the features, and `self` is only made by
            // `detect`, which found all of them.
            unsafe { wide(self, work) }
        }
    }

    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn wide<W: Work>(lanes: Wide, work: W) -> W::Out {
        work.run(lanes)
    }

    impl Lanes for Wide {
        #[inline(always)] // else it is not compiled for the processor that `self` proves
        fn special(self, bytes: &[u8], mut at: usize) -> usize {
            while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
                // SAFETY: as in `run`.
                let found = unsafe { thirty_two(block) };
                if found != 0 {
                    return at + found.trailing_zeros() as usize;
                }
                at += 32;
            }
            Plain.special(bytes, at)
        }

        #[inline(always)] // as above
        fn digits(self, bytes: &[u8], at: usize) -> Option<(usize, u64)> {
            let block = bytes.get(at..)?.first_chunk()?;
            // SAFETY: as in `run`; AVX2 includes what the function needs.
            let (count, value) = unsafe { digits(block) };
            (count < 16).then_some((count, value))
        }
    }

    /// A bit for each of sixteen bytes that is a quote, a backslash or a control character.
    #[inline]
    pub(in crate::fast) fn sixteen(block: &[u8; 16]) -> u32 {
        // SAFETY: the function needs SSE2 and nothing else (it takes no pointer), and every x86-64
        // processor has SSE2: the architecture's definition includes it.
        unsafe { special_of_sixteen(block) }
    }

    #[target_feature(enable = "sse2")]
    #[inline]
    fn special_of_sixteen(block: &[u8; 16]) -> u32 {
        let bytes = load(block);
        let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x22));
        let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x5C));
        let limit = _mm_set1_epi8(0x1F);
        let control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, limit), limit);
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)).cast_unsigned()
    }

    /// The same of thirty-two.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn thirty_two(block: &[u8; 32]) -> u32 {
        let [a, b, c, d] = words(block);
        let bytes = _mm256_set_epi64x(d, c, b, a);
        let quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x22));
        let backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x5C));
        let limit = _mm256_set1_epi8(0x1F);
        let control = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, limit), limit);
        let special = _mm256_or_si256(_mm256_or_si256(quote, backslash), control);
        _mm256_movemask_epi8(special).cast_unsigned()
    }

    /// How many of sixteen bytes are digits before one that is none, and the number they write.
    #[target_feature(enable = "sse4.1,ssse3")]
    #[inline]
    fn digits(block: &[u8; 16]) -> (usize, u64) {
        let digits = _mm_sub_epi8(load(block), _mm_set1_epi8(0x30));
        let nine = _mm_set1_epi8(9);
        let is_digit = _mm_cmpeq_epi8(_mm_max_epu8(digits, nine), nine);
        let count = _mm_movemask_epi8(is_digit).trailing_ones() as usize;
        // The digits move to the end, behind zeros; then neighbours are joined to pairs, pairs to
        // fours, and fours to eight digits.
        let aligned = _mm_shuffle_epi8(digits, to_the_end(count));
        let tens = _mm_setr_epi8(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1);
        let pairs = _mm_maddubs_epi16(aligned, tens);
        let fours = _mm_madd_epi16(pairs, _mm_set1_epi32((1 << 16) | 100));
        let packed = _mm_packus_epi32(fours, fours);
        let weights = _mm_setr_epi16(10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1);
        let eights = _mm_cvtsi128_si64(_mm_madd_epi16(packed, weights)).cast_unsigned();
        (count, (eights & 0xFFFF_FFFF) * 100_000_000 + (eights >> 32))
    }

    /// What moves the first `count` of sixteen bytes to the end, and zeros before them.
    #[target_feature(enable = "sse2")]
    #[inline]
    fn to_the_end(count: usize) -> __m128i {
        const FROM: [u8; 32] = {
            let mut from = [0x80; 32];
            let mut at = 0;
            while at < 16 {
                from[16 + at] = at as u8;
                at += 1;
            }
            from
        };
        match FROM.get(count..).and_then(|from| from.first_chunk()) {
            Some(from) => load(from),
            None => _mm_set1_epi8(-1),
        }
    }

    #[target_feature(enable = "sse2")]
    #[inline]
    fn load(block: &[u8; 16]) -> __m128i {
        let [low, high] = words(block);
        _mm_set_epi64x(high, low)
    }

    #[inline]
    fn words<const BYTES: usize, const WORDS: usize>(block: &[u8; BYTES]) -> [i64; WORDS] {
        let (words, _) = block.as_chunks();
        std::array::from_fn(|at| words.get(at).map_or(0, |word| i64::from_le_bytes(*word)))
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod other {
    use super::{Lanes, Plain, Wide, Work};

    impl Wide {
        /// There is none.
        pub(in crate::fast) fn detect() -> Option<Self> {
            None
        }

        /// Does the work.
        pub(in crate::fast) fn run<W: Work>(self, work: W) -> W::Out {
            work.run(self)
        }
    }

    impl Lanes for Wide {
        fn special(self, bytes: &[u8], at: usize) -> usize {
            Plain.special(bytes, at)
        }

        fn digits(self, bytes: &[u8], at: usize) -> Option<(usize, u64)> {
            Plain.digits(bytes, at)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn both_find_the_same_special_byte(bytes: Vec<u8>, plain in 0_usize..100, at in 0_usize..40) {
            let mut text = vec![b'x'; plain];
            text.extend(bytes);
            if let Some(wide) = Wide::detect() {
                prop_assert_eq!(wide.special(&text, at), Plain.special(&text, at));
            }
        }

        #[test]
        fn both_read_the_same_digits(digits in "[0-9]{0,20}", behind in "[^0-9].{16,20}", at in 0_usize..4) {
            let text = format!("{}{digits}{behind}", "9".repeat(at));
            let read = |digits: Option<(usize, u64)>| digits.map(|(count, value)| (count, value.to_string()));
            let expected = |most: usize| {
                let value: u64 = digits.get(..most.min(digits.len())).unwrap().parse().unwrap_or(0);
                (digits.len() <= most).then(|| (digits.len(), value.to_string()))
            };
            let plain = read(Plain.digits(text.as_bytes(), at));
            prop_assert_eq!(plain, expected(19));
            if let Some(wide) = Wide::detect() {
                prop_assert_eq!(read(wide.digits(text.as_bytes(), at)), expected(15));
            }
        }
    }

    #[test]
    fn what_is_run_has_its_lanes() {
        struct Find<'b>(&'b [u8]);
        impl Work for Find<'_> {
            type Out = usize;
            fn run<L: Lanes>(self, lanes: L) -> usize {
                lanes.special(self.0, 1)
            }
        }
        let text = b"abc\"defghijklmnopqrstuvwxyzabcdefghij";
        assert_eq!(Find(text).run(Plain), 3);
        if let Some(wide) = Wide::detect() {
            assert_eq!(wide.run(Find(text)), 3);
        }
    }
}
