//! Counting line ends.

use super::simd::{Lanes, Plain, Wide, Work};

/// Bytes that are counted at once: as many as are vectors of a processor, and no more than a byte
/// can count.
const ROW: usize = 192;

/// How many line ends there are.
pub(crate) fn line_ends(bytes: &[u8]) -> u64 {
    match Wide::detect() {
        Some(wide) => wide.run(Count(bytes)),
        None => Count(bytes).run(Plain),
    }
}

struct Count<'b>(&'b [u8]);

impl Work for Count<'_> {
    type Out = u64;

    #[inline(always)] // as its trait says
    fn run<L: Lanes>(self, _: L) -> u64 {
        let (rows, rest) = self.0.as_chunks::<ROW>();
        let mut all = rest.iter().filter(|byte| **byte == b'\n').count() as u64;
        for row in rows {
            let add = |count: u8, byte: &u8| count.wrapping_add(u8::from(*byte == b'\n'));
            all += u64::from(row.iter().fold(0, add));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_line_end_is_counted(
            text in "[ab\n]{0,200}", times in 0_usize..300, from in 0_usize..40,
        ) {
            let bytes = [text.repeat(times).as_bytes(), &b"\n".repeat(10_000), text.as_bytes()].concat();
            let bytes = bytes.get(from..).unwrap_or_default();
            let expected = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            prop_assert_eq!(line_ends(bytes), expected);
            prop_assert_eq!(Count(bytes).run(Plain), expected);
        }
    }
}
