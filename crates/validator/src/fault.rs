//! A fault: what the schema engine found, before role, code and place are settled.

use std::borrow::Cow;

use crate::rules::document::schema;

/// One failed clause of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The keyword that failed.
    pub keyword: String,
    /// The rule that the clause carries, when its `$comment` says so.
    pub code: Option<String>,
    /// Pointer into the instance.
    pub pointer: String,
    /// Pointer into the schema.
    pub schema_pointer: String,
    /// What is wrong.
    pub message: String,
    /// The allowed value that the author probably meant.
    pub near: Option<String>,
    /// Whether the fault is a member that a strict contract does not name.
    pub unknown_member: bool,
}

impl Fault {
    /// Marks a member that the version does not name.
    #[must_use]
    pub fn unknown_member(mut self) -> Self {
        self.unknown_member = true;
        self
    }

    /// The code of the finding it becomes.
    #[must_use]
    pub fn finding_code(&self) -> Cow<'static, str> {
        match (&self.code, self.unknown_member) {
            (Some(code), _) => Cow::Owned(code.clone()),
            (None, true) => Cow::Borrowed("schema/unknown-field"),
            (None, false) => match schema::of_keyword(&self.keyword) {
                Some(meta) => Cow::Borrowed(meta.code),
                None => Cow::Owned(format!("schema/{}", self.keyword)),
            },
        }
    }
}
