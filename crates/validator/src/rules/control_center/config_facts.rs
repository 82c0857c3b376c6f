//! What the rules of `control-center/config` look at.

use crate::facts::Fact;

crate::facts! {
    /// The state of a configuration.
    pub struct ConfigFacts / Config {
        /// When it was last written.
        last_touched_at: Fact<'d> = "lastTouchedAt",
    }
}
