//! Which reader of a contract reads which writer.

use contracts::control_center::AnyValue;
use contracts::toolkit::CompatHistory;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const COMPAT_HISTORY: Contract = Contract {
    id: "toolkit/compat-history",
    title: "Compatibility history",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| CompatHistory::<AnyValue>::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[
            ("cells", 4),
            ("/cells/0/reader", 3),
            ("world", 2),
            ("versions", 1),
            ("counts", 1),
            ("tool", 1),
        ],
        constants: &[],
        least: 6,
    },
    strict: false,
    page: "toolkit_compat_history.md",
};
