//! `kanade/object-key`: an object is named by name and version.

use contracts::toolkit::Severity;

use super::facts::Command;
use crate::rule::{Meta, Rule};

const META: Meta = Meta {
    code: "kanade/object-key",
    level: Severity::Error,
    consumer: None,
    says: "`script_object` is `<name>/<version>`, one slash, both parts non-empty (from 0.43).",
    why: "It is the key under which the agent fetches the script; another form names no object.",
    remedy: "Name the script and its version, `cleanup-temp/1.0.1` say.",
};

/// The rule, which the schema's pattern carries.
pub(super) const RULE: Rule<Command> = Rule::in_schema(&META);
