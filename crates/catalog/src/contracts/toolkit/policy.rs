//! What a contract promises of its own changes.

use contracts::toolkit::Policy;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const POLICY: Contract = Contract {
    id: "toolkit/policy",
    title: "Compatibility policy",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| Policy::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("compatible", 4),
            ("written_by", 3),
            ("read_by", 3),
            ("world", 2),
            ("major_brings", 3),
            ("frozen_from", 3),
        ],
        constants: &[],
        least: 5,
    },
    strict: true,
    page: "toolkit_policy.md",
};
