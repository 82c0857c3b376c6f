//! Documents with the verdict that every judge must reach.

use contracts::toolkit::ConformanceSet;
use schemars::JsonSchema;
use serde_json::Value;

use crate::{Contract, Literal, Signature, Version};

pub(super) const CONFORMANCE_CASE: Contract = Contract {
    id: "toolkit/conformance-case",
    title: "Conformance cases",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| ConformanceSet::<Value>::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("cases", 4), ("family", 2), ("/cases/0/expected", 3), ("/cases/0/contract", 1)],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "toolkit_conformance_case.md",
};
