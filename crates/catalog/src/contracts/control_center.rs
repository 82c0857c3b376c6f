//! The Control Center DTOs, event envelope and error model.

use contracts::control_center as types;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{Contract, Literal, Signature, Version};

/// The contracts of the family.
pub const CONTRACTS: &[Contract] =
    &[AGENT, CONFIG, CRON_JOB, SKILL, TASKS_USAGE, PROJECT, EVENT, ERROR, ERROR_CATALOG];

/// A contract whose documents do not carry their version.
const fn unversioned(
    id: &'static str,
    title: &'static str,
    page: &'static str,
    versions: &'static [Version],
    signature: Signature,
) -> Contract {
    Contract { id, title, versions, version_member: None, signature, strict: false, page }
}

const fn v1(literal: Literal, schema: fn(&mut SchemaGenerator) -> Schema) -> Version {
    Version { name: "v1", literal, revisions: &[""], schema }
}

const AGENT: Contract = unversioned(
    "control-center/agent",
    "Control Center agent",
    "control_center_agent.md",
    &[v1(Literal::None, types::Agent::json_schema)],
    Signature {
        members: &[
            ("id", 1),
            ("name", 1),
            ("model", 3),
            ("status", 1),
            ("heartbeat", 4),
            ("activeSessions", 5),
        ],
        constants: &[("/status", &["online", "offline", "degraded"], 1)],
        least: 5,
    },
);

const CONFIG: Contract = unversioned(
    "control-center/config",
    "Control Center configuration state",
    "control_center_config.md",
    &[v1(Literal::None, types::Config::json_schema)],
    Signature {
        members: &[("hash", 3), ("lastTouchedAt", 5), ("valid", 2), ("warnings", 2), ("issues", 2)],
        constants: &[],
        least: 5,
    },
);

const CRON_JOB: Contract = unversioned(
    "control-center/cron-job",
    "Control Center cron job",
    "control_center_cron_job.md",
    &[v1(Literal::None, types::CronJob::json_schema)],
    Signature {
        members: &[
            ("id", 1),
            ("name", 1),
            ("enabled", 1),
            ("schedule", 2),
            ("/schedule/kind", 3),
            ("/schedule/everyMs", 3),
            ("lastStatus", 5),
            ("lastRunAt", 3),
            ("nextRunAt", 5),
        ],
        constants: &[],
        least: 5,
    },
);

const SKILL: Contract = unversioned(
    "control-center/skill",
    "Control Center skill",
    "control_center_skill.md",
    &[v1(Literal::None, types::Skill::json_schema)],
    Signature {
        members: &[
            ("id", 1),
            ("name", 1),
            ("enabled", 1),
            ("source", 2),
            ("path", 2),
            ("description", 2),
        ],
        constants: &[("/source", &["workspace", "bundled", "installed"], 4)],
        least: 6,
    },
);

const TASKS_USAGE: Contract = unversioned(
    "control-center/tasks-usage",
    "Control Center tasks and usage",
    "control_center_tasks_usage.md",
    &[v1(Literal::None, types::TasksUsage::json_schema)],
    Signature {
        members: &[("activeTasks", 5), ("usage", 3), ("/usage/inputTokens", 4)],
        constants: &[],
        least: 5,
    },
);

const PROJECT: Contract = unversioned(
    "control-center/project",
    "Control Center project",
    "control_center_project.md",
    &[v1(Literal::None, types::Project::json_schema)],
    Signature {
        members: &[
            ("id", 1),
            ("name", 1),
            ("path", 2),
            ("branch", 3),
            ("latestCommit", 5),
            ("status", 1),
            ("summary", 2),
        ],
        constants: &[("/status", &["active", "paused", "blocked"], 2)],
        least: 6,
    },
);

const EVENT: Contract = Contract {
    id: "control-center/event",
    title: "Control Center event envelope",
    versions: &[v1(Literal::Int(1), types::Event::json_schema)],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("eventId", 5),
            ("type", 1),
            ("version", 1),
            ("occurredAt", 5),
            ("correlationId", 2),
            ("source", 1),
            ("/source/service", 3),
            ("payload", 2),
        ],
        constants: &[],
        least: 5,
    },
    strict: false,
    page: "control_center_event.md",
};

const ERROR: Contract = unversioned(
    "control-center/error",
    "Control Center error",
    "control_center_error.md",
    &[v1(Literal::None, types::Error::json_schema)],
    Signature {
        members: &[
            ("code", 2),
            ("message", 2),
            ("details", 1),
            ("retryable", 5),
            ("correlationId", 2),
            ("httpStatus", 5),
        ],
        constants: &[],
        least: 6,
    },
);

const ERROR_CATALOG: Contract = Contract {
    id: "control-center/error-catalog",
    title: "Control Center error catalogue",
    versions: &[v1(Literal::Int(1), types::ErrorCatalog::json_schema)],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("version", 1),
            ("errors", 5),
            ("/errors/0/code", 2),
            ("/errors/0/httpStatus", 3),
            ("/errors/0/meaning", 3),
        ],
        constants: &[],
        least: 5,
    },
    strict: true,
    page: "control_center_error_catalog.md",
};
