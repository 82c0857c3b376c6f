//! What the findings about a change's step say of themselves, for `explain`. They compare versions,
//! so no single document can break them.

use contracts::toolkit::Severity;
use validator::rule::Meta;

const fn rule(
    code: &'static str,
    level: Severity,
    says: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> Meta {
    Meta { code, level, consumer: None, says, why, remedy }
}

/// Every such rule.
pub static RULES: [&Meta; 7] = [
    &STEP_TOO_SMALL,
    &SEMANTIC_REVIEW,
    &MEMBER_REMOVED,
    &MEMBER_RENAMED,
    &NOTE_MISSING,
    &MIGRATION_MISSING,
    &MISSING,
];

/// The names declare less than the change is.
pub(super) static STEP_TOO_SMALL: Meta = rule(
    "policy/step-too-small",
    Severity::Error,
    "A change is at most the step that the names of the two versions declare.",
    "Readers tell by the name whether they have to look; a breaking change under the old name reaches them unannounced.",
    "Give the change the version that it needs, or take back what makes it so large; `data-contracts compat bump` tells both.",
);

/// What a schema cannot show is asked.
pub(super) static SEMANTIC_REVIEW: Meta = rule(
    "policy/semantic-review",
    Severity::Error,
    "Other words for a required member, another default and another rule are acknowledged by a person.",
    "A member that means seconds today and milliseconds tomorrow passes every comparison of schemas.",
    "If nothing else is meant, say so with `data-contracts waive FINGERPRINT --rule policy/semantic-review …`; if something else is meant, begin a new major version.",
);

/// An optional member is gone.
pub(super) static MEMBER_REMOVED: Meta = rule(
    "policy/member-removed",
    Severity::Warning,
    "An optional member that goes away is told to readers.",
    "No document becomes invalid by it, but whoever used the member no longer gets it.",
    "Keep the member, deprecated, for as long as somebody reads it, or announce that it goes.",
);

/// An optional member has another name.
pub(super) static MEMBER_RENAMED: Meta = rule(
    "policy/member-renamed",
    Severity::Warning,
    "An optional member that is renamed keeps its old spelling as an alias.",
    "Without the alias new readers pass over what old writers send, and nobody notices.",
    "Keep the old spelling with `#[serde(alias = …)]` and `x-alias`, so that both decode.",
);

/// A new major without a note.
pub(super) static NOTE_MISSING: Meta = rule(
    "policy/note-missing",
    Severity::Error,
    "Where the policy asks for it, a new major comes with a note on what changes for whom.",
    "Who has to move should read what to do, not find it out.",
    "Add a section `From vN to vM` to the contract's page.",
);

/// A new major without a migration.
pub(super) static MIGRATION_MISSING: Meta = rule(
    "policy/migration-missing",
    Severity::Error,
    "Where the policy asks for it, a new major comes with a mapping of old documents to new ones.",
    "Stored documents outlive the version that they were written in.",
    "Add `specs/02_contracts/migrations/CONTRACT/vN-to-vM.yaml`.",
);

/// A contract without a policy.
pub static MISSING: Meta = rule(
    "policy/missing",
    Severity::Error,
    "Every contract has a policy, in the file that is named after it.",
    "Without one nobody can say whether a change is allowed.",
    "Write `specs/02_contracts/policies/FAMILY_NAME.yaml` after the contract's document, or after its page where there is no other.",
);
