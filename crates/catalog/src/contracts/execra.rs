//! The Execra job, event and event stream.

use contracts::execra as types;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

/// The contracts of the family.
pub const CONTRACTS: &[Contract] = &[EVENT, JOB, EVENT_STREAM];

/// Live events carry no version, which means 0; persisted ones carry it.
const EVENT_VERSIONS: &[Version] = &[Version {
    name: "v0",
    literal: Literal::Int(0),
    revisions: &[""],
    schema: types::Event::json_schema,
}];

const EVENT: Contract = Contract {
    id: "execra/event",
    title: "Execra event",
    versions: EVENT_VERSIONS,
    version_member: Some("schema_version"),
    signature: Signature {
        members: &[
            ("kind", 1),
            ("job", 5),
            ("at", 1),
            ("/at/secs_since_epoch", 5),
            // A stored row, with the event as its payload.
            ("schema_version", 1),
            ("job_id_hex", 5),
            ("at_ms", 4),
            ("payload", 1),
        ],
        constants: &[("/kind", &types::EVENT_KINDS, 5)],
        least: 6,
    },
    strict: false,
    page: "execra_event.md",
};

const JOB: Contract = Contract {
    id: "execra/job",
    title: "Execra job snapshot",
    versions: &[Version {
        name: "v0",
        literal: Literal::None,
        revisions: &[""],
        schema: types::Job::json_schema,
    }],
    version_member: None,
    signature: Signature {
        members: &[
            ("id", 1),
            ("command", 1),
            ("/command/program", 4),
            ("created_at", 1),
            ("/created_at/secs_since_epoch", 5),
            ("started_at", 2),
            ("state", 2),
            ("current_phase", 5),
            ("progress", 2),
            ("exit", 2),
            ("outcome", 2),
        ],
        constants: &[],
        least: 7,
    },
    strict: false,
    page: "execra_job.md",
};

/// A stream is named by the user; one line of it is an event, and is recognised as that.
const EVENT_STREAM: Contract = Contract {
    id: "execra/event-stream",
    title: "Execra event stream, one line",
    versions: EVENT_VERSIONS,
    version_member: Some("schema_version"),
    signature: Signature { members: &[], constants: &[], least: u32::MAX },
    strict: false,
    page: "execra_event_stream.md",
};
