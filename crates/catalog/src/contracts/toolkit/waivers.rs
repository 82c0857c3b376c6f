//! Findings that somebody answers for.

use contracts::toolkit::Waivers;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const WAIVERS: Contract = Contract {
    id: "toolkit/waivers",
    title: "Waivers",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| Waivers::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature { members: &[("waivers", 5)], constants: &[], least: 5 },
    strict: true,
    page: "toolkit_waivers.md",
};
