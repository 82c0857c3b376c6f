//! Breaks that no comparison of schemas shows.

use contracts::control_center::AnyValue;
use contracts::toolkit::SemanticBreaks;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const SEMANTIC_BREAKS: Contract = Contract {
    id: "toolkit/semantic-breaks",
    title: "Semantic breaks",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| SemanticBreaks::<AnyValue>::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("breaks", 4), ("/breaks/0/reader_schema", 3), ("contract", 1)],
        constants: &[],
        least: 4,
    },
    strict: true,
    page: "toolkit_semantic_breaks.md",
};
