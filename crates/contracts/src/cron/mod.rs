//! The CronCommander execution report.

mod execution_report;

pub use execution_report::{ExecutionReport, ExecutionStatus};
