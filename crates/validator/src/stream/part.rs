//! What a part of a stream came to.

use contracts::toolkit::Finding;
use serde_json::Value;

use super::lives::Lives;
use super::tally::Tally;
use crate::unique::Identity;

/// What a part of a stream came to.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) tally: Tally,
    pub(super) findings: Vec<Finding>,
    pub(super) identities: Vec<Identity>,
    pub(super) lives: Lives,
    /// The tree of the last record that was explained: the next one is read into its room.
    pub(super) spare: Option<Value>,
}

impl Part {
    pub(super) fn new(from_start: bool, remember: usize) -> Self {
        Part {
            tally: Tally::default(),
            findings: Vec::new(),
            identities: Vec::new(),
            lives: Lives::new(from_start, remember),
            spare: None,
        }
    }
}
