//! What a change to a schema breaks.

use contracts::toolkit::CompatReport;
use schemars::JsonSchema;
use serde_json::Value;

use crate::{Contract, Literal, Signature, Version};

pub(super) const COMPAT_REPORT: Contract = Contract {
    id: "toolkit/compat-report",
    title: "Compatibility report",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| CompatReport::<Value>::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("backward", 3),
            ("forward", 3),
            ("comparisons", 4),
            ("world", 2),
            ("mode", 1),
            ("verdict", 1),
            ("tool", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "toolkit_compat_report.md",
};
