//! The Control Center DTOs, event envelope and error model.

mod agent_facts;
mod config_facts;
pub mod correlation_required;
mod cron_job_facts;
mod error_catalog_facts;
pub mod error_code_form;
pub mod error_code_stability;
mod error_facts;
pub mod error_message;
mod event_facts;
pub mod event_type_stability;
pub mod event_version;
pub mod http_status;
pub mod never_ran;
mod plain_facts;
pub mod schedule_kind;
pub mod task_ended;
mod tasks_usage_facts;
pub mod unknown_enum;
pub mod unknown_event_type;
pub mod usage_negative;
pub mod utc_timestamp;

pub use agent_facts::{Agent, AgentFacts, HeartbeatFacts};
pub use config_facts::{Config, ConfigFacts};
pub use cron_job_facts::{CronJob, CronJobFacts, ScheduleFacts};
pub use error_catalog_facts::{CatalogedErrorFacts, ErrorCatalog, ErrorCatalogFacts};
pub use error_facts::{Error, ErrorFacts};
pub use event_facts::{Event, EventFacts};
pub use plain_facts::{Plain, PlainFacts};
pub use tasks_usage_facts::{TaskFacts, TasksUsage, TasksUsageFacts, UsageFacts};

use crate::rule::{ContractRules, Judged};

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] = &[
    &ContractRules {
        contract: "control-center/agent",
        rules: &[utc_timestamp::AGENT, unknown_enum::rule::<Agent>()],
    },
    &ContractRules { contract: "control-center/config", rules: &[utc_timestamp::CONFIG] },
    &ContractRules {
        contract: "control-center/cron-job",
        rules: &[
            utc_timestamp::CRON_JOB,
            schedule_kind::RULE,
            never_ran::RULE,
            unknown_enum::rule::<CronJob>(),
        ],
    },
    &ContractRules { contract: "control-center/skill", rules: &[unknown_enum::rule::<Plain>()] },
    &ContractRules {
        contract: "control-center/tasks-usage",
        rules: &[
            utc_timestamp::TASKS_USAGE,
            task_ended::RULE,
            usage_negative::RULE,
            unknown_enum::rule::<TasksUsage>(),
        ],
    },
    &ContractRules { contract: "control-center/project", rules: &[unknown_enum::rule::<Plain>()] },
    &ContractRules {
        contract: "control-center/event",
        rules: &[
            event_version::RULE,
            utc_timestamp::EVENT,
            unknown_event_type::RULE,
            correlation_required::EVENT,
            unknown_enum::rule::<Event>(),
            event_type_stability::RULE,
        ],
    },
    &ContractRules {
        contract: "control-center/error",
        rules: &[
            error_code_form::ERROR,
            error_message::RULE,
            http_status::ERROR,
            correlation_required::ERROR,
        ],
    },
    &ContractRules {
        contract: "control-center/error-catalog",
        rules: &[error_code_form::CATALOG, http_status::CATALOG, error_code_stability::RULE],
    },
];
