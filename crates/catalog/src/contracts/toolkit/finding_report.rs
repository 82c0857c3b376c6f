//! What `--format json` writes.

use contracts::toolkit::FindingReport;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const FINDING_REPORT: Contract = Contract {
    id: "toolkit/finding-report",
    title: "Finding report",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| FindingReport::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("documents", 3),
            ("findings", 2),
            ("/summary/not_judged", 3),
            ("/summary/instances", 2),
            ("/tool/name", 1),
            ("/tool/version", 1),
            ("summary", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "toolkit_finding_report.md",
};
