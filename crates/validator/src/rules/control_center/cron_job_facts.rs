//! What the rules of `control-center/cron-job` look at.

use crate::facts::{Fact, Part};

crate::facts! {
    /// A cron job.
    pub struct CronJobFacts / CronJob {
        /// When it is due.
        schedule: Part<'d, ScheduleFacts<'d>> = "schedule",
        /// How the last run ended.
        last_status: Fact<'d> = "lastStatus",
        /// When the last run began.
        last_run_at: Fact<'d> = "lastRunAt",
        /// When the next run is due.
        next_run_at: Fact<'d> = "nextRunAt",
    }
}

crate::facts! {
    /// A schedule.
    pub struct ScheduleFacts / Schedule {
        /// Which kind it is.
        kind: Fact<'d> = "kind",
        /// The cron expression.
        expr: Fact<'d> = "expr",
        /// The zone it is read in.
        tz: Fact<'d> = "tz",
        /// The interval in milliseconds.
        every_ms: Fact<'d> = "everyMs",
        /// The one instant.
        at: Fact<'d> = "at",
    }
}
