//! How much a reader takes from an unknown sender.

/// The bounds of one reading. All settable; [`Limits::default`] is what DESIGN states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a document, after decompression.
    pub max_bytes: usize,
    /// Bytes of an NDJSON line, its line end not counted.
    pub max_line: usize,
    /// Levels of arrays and objects; a scalar document has none.
    pub max_depth: usize,
}

impl Limits {
    /// The deepest nesting that can be asked for. The judging layers walk trees recursively, so
    /// a greater depth would let a document exhaust the stack.
    pub const DEEPEST: usize = 1024;

    /// The largest document that can be asked for: positions are 32 bits wide.
    pub const LARGEST: usize = u32::MAX as usize - 1;

    /// The depth in force: what was asked for, but at most [`Limits::DEEPEST`].
    #[must_use]
    pub fn depth(&self) -> usize {
        self.max_depth.min(Self::DEEPEST)
    }

    /// The size in force: what was asked for, but at most [`Limits::LARGEST`].
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.max_bytes.min(Self::LARGEST)
    }

    /// The line length in force: what was asked for, but at most [`Limits::LARGEST`].
    #[must_use]
    pub fn line(&self) -> usize {
        self.max_line.min(Self::LARGEST)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_bytes: 64 << 20, max_line: 4 << 20, max_depth: 128 }
    }
}
