//! Whose signature over a certificate is believed.

use contracts::toolkit::Trust;
use schemars::JsonSchema;

use crate::{Contract, Literal, Signature, Version};

pub(super) const TRUST: Contract = Contract {
    id: "toolkit/trust",
    title: "Trusted keys",
    versions: &[Version {
        name: "v1",
        literal: Literal::Int(1),
        revisions: &[""],
        schema: |g| Trust::json_schema(g),
    }],
    version_member: Some("version"),
    signature: Signature {
        members: &[("keys", 3), ("/keys/0/valid_until", 3), ("/keys/0/runners", 2)],
        constants: &[],
        least: 3,
    },
    strict: true,
    page: "toolkit_trust.md",
};
