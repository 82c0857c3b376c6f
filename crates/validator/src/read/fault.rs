//! What ends a reading.

use std::ops::Range;

use crate::rule::Meta;

/// A fault that leaves nothing to read on for: the text is refused, without a tree.
#[derive(Debug)]
pub(super) struct Fault {
    /// The rule that was broken.
    pub(super) meta: &'static Meta,
    /// The offending bytes; none where the fault is the text as a whole.
    pub(super) range: Option<Range<usize>>,
    /// The reason.
    pub(super) message: String,
    /// What to do about it, where more can be said than the rule's own remedy does.
    pub(super) remedy: Option<&'static str>,
}

impl Fault {
    /// A fault with the rule's own remedy.
    pub(super) fn new(
        meta: &'static Meta,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Fault { meta, range: Some(range), message: message.into(), remedy: None }
    }

    /// A fault of the text as a whole.
    pub(super) fn of_whole(meta: &'static Meta, message: impl Into<String>) -> Self {
        Fault { meta, range: None, message: message.into(), remedy: None }
    }

    /// The same fault with a remedy of its own.
    pub(super) fn with_remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = Some(remedy);
        self
    }
}
