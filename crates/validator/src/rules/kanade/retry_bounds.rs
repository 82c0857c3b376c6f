//! `kanade/retry-bounds`: a bounded number of further attempts.

use contracts::toolkit::Severity;

use super::facts::Command;
use crate::rule::{Meta, Rule};

const META: Meta = Meta {
    code: "kanade/retry-bounds",
    level: Severity::Error,
    consumer: None,
    says: "`retry.max` is an integer from 1 to 10 (from issue 418, phase 4).",
    why: "The agent repeats the script by itself: none is said by leaving `retry` out, and more \
          than ten would keep a failing script running for hours.",
    remedy: "Choose 1 to 10 further attempts, or leave `retry` out.",
};

/// The rule, which the schema's bounds carry.
pub(super) const RULE: Rule<Command> = Rule::in_schema(&META);
