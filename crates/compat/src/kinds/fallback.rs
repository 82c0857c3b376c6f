//! Anything else that one side takes and the other refuses.

use super::Kind;
use crate::cause::{Change, shown};

pub(super) const KIND: Kind = Kind {
    names: ("values-removed", "values-added"),
    remedies: (
        "keep taking what was valid, or begin a new major version",
        "keep writing what older readers take",
    ),
    what: ("Values are no longer taken.", "Values are taken that were not."),
    why: "The writer may send what the reader refuses, and no narrower name fits the change.",
    example: (r#"{"type": "null"}"#, r#"false"#),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.refusal.keyword != "required"
}

fn says(change: &Change<'_>) -> String {
    let (value, keyword) = (shown(change.value()), &change.refusal.keyword);
    format!("the reader refuses {value} at {} (`{keyword}`)", change.place())
}
