//! How a document of one version becomes one of another.

use contracts::control_center::AnyValue;
use contracts::toolkit::Migration;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const MIGRATION: Contract = Contract {
    id: "toolkit/migration",
    title: "Migration",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| Migration::<AnyValue>::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("/steps/0/kind", 3),
            ("steps", 2),
            ("inverse", 2),
            ("from", 1),
            ("to", 1),
            ("contract", 1),
        ],
        constants: &[],
        least: 5,
    },
    strict: true,
    page: "toolkit_migration.md",
};
