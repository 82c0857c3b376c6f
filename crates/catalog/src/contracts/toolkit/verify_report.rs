//! What became of one certificate.

use contracts::toolkit::VerifyReport;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const VERIFY_REPORT: Contract = Contract {
    id: "toolkit/verify-report",
    title: "Verification report",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| VerifyReport::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("steps", 3), ("result", 2), ("exit_code", 1), ("tool", 1)],
        constants: &[("/result", &["verified", "digest-only", "refused"], 3)],
        least: 6,
    },
    strict: false,
    page: "toolkit_verify_report.md",
};
