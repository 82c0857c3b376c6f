//! What the rules of `control-center/agent` look at.

use crate::facts::{Fact, Part};

crate::facts! {
    /// An agent.
    pub struct AgentFacts / Agent {
        /// Its heartbeat.
        heartbeat: Part<'d, HeartbeatFacts<'d>> = "heartbeat",
    }
}

crate::facts! {
    /// A heartbeat.
    pub struct HeartbeatFacts / Heartbeat {
        /// When it last ran.
        last_run_at: Fact<'d> = "lastRunAt",
    }
}
