//! `kanade/object-digest`: an object goes with the digest of what was approved.

use contracts::toolkit::Severity;

use super::facts::Command;
use crate::rule::{Meta, Rule};

const META: Meta = Meta {
    code: "kanade/object-digest",
    level: Severity::Error,
    consumer: None,
    says: "`script_object` and `script_object_sha256` come together, and the digest is 64 hex \
           digits (from 0.43).",
    why: "The agent runs a fetched script only when its SHA-256 is the approved one; without the \
          digest a text uploaded later would run unseen.",
    remedy: "Write the SHA-256 of the approved text, as 64 hex digits, beside `script_object`, or \
             leave both out.",
};

/// The rule, which the schema's clauses carry.
pub(super) const RULE: Rule<Command> = Rule::in_schema(&META);
