//! What the rules of `cron/execution-report` look at.

use crate::facts;
use crate::facts::{Fact, Named};

facts! {
    /// The members of an execution report that its rules weigh; unknown ones are kept by name.
    pub struct ReportFacts / Report {
        /// The contract's version.
        version: Fact<'d> = "version" beside others,
        /// The attempt's id.
        execution_id: Fact<'d> = "execution_id" beside others,
        /// When it started.
        timestamp: Fact<'d> = "timestamp" beside others,
        /// The command line.
        command: Fact<'d> = "command",
        /// What the process returned.
        exit_code: Fact<'d> = "exit_code",
        /// How long it took.
        duration_ms: Fact<'d> = "duration_ms" beside others,
        /// How it ended.
        status: Fact<'d> = "status",
        /// Where it ran.
        host: Fact<'d> = "host",
        /// The cron expression it runs by.
        schedule: Fact<'d> = "schedule",
        /// The job's name; named, like the next two, so that only unknown members are collected.
        job_name: Named = "job_name",
        /// The environment reported.
        environment: Named = "environment",
        /// Whether standard error was cut.
        stderr_truncated: Named = "stderr_truncated",
        .. others
    }
}

/// The names of the required members, in the contract's order.
pub(super) const REQUIRED: [&str; 8] = [
    "version",
    "execution_id",
    "timestamp",
    "command",
    "exit_code",
    "duration_ms",
    "status",
    "host",
];

impl<'d> ReportFacts<'d> {
    /// The required members, in the order of [`REQUIRED`].
    pub(super) fn required(&self) -> [&Fact<'d>; 8] {
        [
            &self.version,
            &self.execution_id,
            &self.timestamp,
            &self.command,
            &self.exit_code,
            &self.duration_ms,
            &self.status,
            &self.host,
        ]
    }
}
