//! `runner/commit-sha`: a commit is named in full.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// Carried by a clause of the schema.
pub const META: Meta = Meta {
    code: "runner/commit-sha",
    level: Severity::Error,
    consumer: None,
    says: "`commit_sha` is a full commit name: 40 hex digits (SHA-1) or 64 (SHA-256).",
    why: "A short name, a tag or a branch can come to mean another commit; the report would then speak of code that was never run.",
    remedy: "Write what `git rev-parse HEAD` prints.",
};
