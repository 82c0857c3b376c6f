//! What the rules of `toolkit/policy` look at.

use crate::facts::{Fact, Items, Part};

crate::facts! {
    /// A policy.
    pub struct PolicyFacts / Policy {
        /// The contract that it is for.
        contract: Fact<'d> = "contract",
        /// What writers may emit.
        world: Fact<'d> = "world",
        /// The kinds of change that it settles.
        changes: Items<'d, Part<'d, ChangeFacts<'d>>> = "changes",
    }
}

crate::facts! {
    /// One kind of change.
    pub struct ChangeFacts / Change {
        /// The kind.
        change: Fact<'d> = "change",
    }
}
