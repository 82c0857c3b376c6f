//! The record that closes a judged stream.

use contracts::toolkit::StreamSummary;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const STREAM_SUMMARY: Contract = Contract {
    id: "toolkit/stream-summary",
    title: "Stream summary",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| StreamSummary::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("rule_set", 3),
            ("ranges", 2),
            ("line_ends", 2),
            ("lines", 1),
            ("bad", 1),
            ("findings", 1),
            ("tool", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "toolkit_stream_summary.md",
};
