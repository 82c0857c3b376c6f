//! The kanade wire command and its ten revisions.

use contracts::kanade::{Command, Rev};
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

/// The contracts of the family.
pub const CONTRACTS: &[Contract] = &[Contract {
    id: "kanade/command",
    title: "kanade wire command",
    versions: &[Version {
        name: "v0",
        literal: Literal::None,
        revisions: &Rev::NAMES,
        schema: Command::json_schema,
    }],
    // `version` is the job's own.
    version_member: None,
    signature: Signature {
        members: &[
            ("request_id", 3),
            ("shell", 3),
            ("script", 3),
            ("timeout_secs", 4),
            ("jitter_secs", 4),
            ("exec_id", 3),
            ("job_id", 1),
            ("run_as", 4),
            ("deadline_at", 3),
            ("staleness", 3),
            ("script_object", 5),
            ("script_object_sha256", 5),
            ("id", 1),
            ("version", 1),
        ],
        constants: &[("/shell", &["powershell", "cmd"], 2)],
        least: 6,
    },
    strict: false,
    page: "kanade_command.md",
}];
