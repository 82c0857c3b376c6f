//! The Control Center DTOs, event envelope and error model.

mod agent;
mod any_value;
mod config;
mod cron_job;
mod error;
mod error_catalog;
mod event;
mod nullable;
mod project;
mod skill;
mod tasks_usage;
mod tolerated_enum;
mod utc_timestamp;

pub use agent::{Agent, AgentStatus, Heartbeat};
pub use any_value::{AnyObject, AnyValue};
pub use config::Config;
pub use cron_job::{CronJob, LastStatus, Schedule, ScheduleKind};
pub use error::{Error, HttpStatus};
pub use error_catalog::{CatalogedError, ErrorCatalog};
pub use event::{EVENT_TYPES, Event, EventSource, SourceService};
pub use nullable::Nullable;
pub use project::{Project, ProjectStatus};
pub use skill::{Skill, SkillSource};
pub use tasks_usage::{ActiveTask, Cost, TaskStatus, TasksUsage, TokenCount, Usage};
pub use utc_timestamp::UtcTimestamp;

/// Decodes and encodes a document: nothing may be lost.
#[cfg(test)]
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(document: &serde_json::Value) {
    let typed: T = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(&serde_json::to_value(&typed).unwrap(), document);
}
