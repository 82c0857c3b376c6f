//! A seeded stream of choices, so that a failing case is one number.

/// The stream.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Random(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// A number from 0 to `most`.
    pub(crate) fn upto(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % (most as u64 + 1)).unwrap_or(0)
    }

    /// True once in `n`.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.upto(n - 1) == 0
    }

    /// One of several.
    pub(crate) fn of<'t, T>(&mut self, several: &'t [T]) -> &'t T {
        &several[self.upto(several.len() - 1)]
    }
}
