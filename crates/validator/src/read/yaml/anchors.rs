//! Anchors and what their aliases may expand to.

use std::collections::HashMap;

use serde_json::Value;

use crate::read::positions::Node;

/// Values that all aliases of a document may expand to.
pub(super) const MOST_VALUES: usize = 100_000;
/// Bytes of text in them.
pub(super) const MOST_BYTES: usize = 16 << 20;
/// How many times those limits all anchored values together may be; what is beyond is not kept,
/// and an alias to it refused.
const KEPT: usize = 10;

/// How much a value holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// Values, containers included.
    pub(super) values: usize,
    /// Bytes of keys and strings.
    pub(super) bytes: usize,
}

impl Size {
    /// One value with so much text.
    pub(super) fn of_scalar(text: &str) -> Self {
        Size { values: 1, bytes: text.len() }
    }

    pub(super) fn add(&mut self, other: Size) {
        self.values = self.values.saturating_add(other.values);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }

    pub(super) fn since(self, before: Size) -> Self {
        Size { values: self.values - before.values, bytes: self.bytes - before.bytes }
    }

    fn within(self, times: usize) -> bool {
        self.values <= times * MOST_VALUES && self.bytes <= times * MOST_BYTES
    }
}

/// A value that an alias can stand for.
#[derive(Debug, Clone)]
pub(super) struct Anchored {
    pub(super) value: Value,
    pub(super) node: Node,
    pub(super) size: Size,
    /// Levels of containers in it.
    pub(super) height: usize,
}

/// The anchors of a document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    finished: HashMap<usize, Option<Anchored>>,
    kept: Size,
    expanded: Size,
}

/// Why an alias is refused.
pub(super) enum Refused {
    /// It stands inside the value that it names.
    Itself,
    /// The document's aliases expand to too much.
    TooMuch,
}

impl Anchors {
    /// Keeps a finished value for the aliases of its anchor. The value is made only when it will
    /// be kept.
    pub(super) fn keep(&mut self, id: usize, size: Size, make: impl FnOnce() -> Anchored) {
        let mut kept = self.kept;
        kept.add(size);
        // No alias to a value over the limit could be expanded anyway.
        let fits = size.within(1) && kept.within(KEPT);
        if fits {
            self.kept = kept;
        }
        self.finished.insert(id, fits.then(make));
    }

    /// What an alias stands for; every call counts towards the limit.
    pub(super) fn expand(&mut self, id: usize) -> Result<&Anchored, Refused> {
        match self.finished.get(&id) {
            None => Err(Refused::Itself),
            Some(None) => Err(Refused::TooMuch),
            Some(Some(anchored)) => {
                self.expanded.add(anchored.size);
                if self.expanded.within(1) { Ok(anchored) } else { Err(Refused::TooMuch) }
            }
        }
    }
}
