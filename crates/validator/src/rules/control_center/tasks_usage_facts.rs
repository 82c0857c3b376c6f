//! What the rules of `control-center/tasks-usage` look at.

use crate::facts::{Fact, Items, Part};

crate::facts! {
    /// Tasks and usage.
    pub struct TasksUsageFacts / TasksUsage {
        /// Each task.
        active_tasks: Items<'d, Part<'d, TaskFacts<'d>>> = "activeTasks",
        /// Tokens and cost.
        usage: Part<'d, UsageFacts<'d>> = "usage",
    }
}

crate::facts! {
    /// A task.
    pub struct TaskFacts / Task {
        /// How far it is.
        status: Fact<'d> = "status",
        /// When it began.
        started_at: Fact<'d> = "startedAt",
        /// When it ended.
        ended_at: Fact<'d> = "endedAt",
    }
}

crate::facts! {
    /// Tokens and cost.
    pub struct UsageFacts / Usage {
        /// Tokens read.
        input_tokens: Fact<'d> = "inputTokens",
        /// Tokens written.
        output_tokens: Fact<'d> = "outputTokens",
        /// Tokens read from a cache.
        cache_read_tokens: Fact<'d> = "cacheReadTokens",
        /// The estimated cost.
        estimated_cost: Fact<'d> = "estimatedCost",
    }
}
