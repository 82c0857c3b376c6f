//! A member that the reader declares and of which the writer's schema says nothing: an open writer
//! may send anything under that name.

use super::Kind;
use crate::cause::{Change, Direction, shown};

pub(super) const KIND: Kind = Kind {
    names: ("property-constrained", "property-freed"),
    remedies: (
        "if writers emit declared members only, compare with `--world emitted-only`; else pick a name that nobody uses",
        "if writers emit declared members only, compare with `--world emitted-only`; else keep the member declared",
    ),
    what: (
        "A member is declared whose name an open writer may have used for anything.",
        "A member is no longer declared, so that an open writer may put anything under its name.",
    ),
    why: "A schema that says nothing of a name allows every value there. Where writers emit declared members only, this is no break, and `--world emitted-only` says so.",
    example: (
        r#"{"type": "object"}"#,
        r#"{"type": "object", "properties": {"owner": {"type": "string"}}}"#,
    ),
    fits,
    says,
};

fn fits(change: &Change<'_>) -> bool {
    change.undeclared().is_some()
}

fn says(change: &Change<'_>) -> String {
    let part = change.undeclared().unwrap_or_default();
    let value = shown(change.witness.pointer(&part).unwrap_or(change.value()));
    match change.direction {
        Direction::Backward => {
            format!("`{part}` is declared now; an open writer may have sent {value} there")
        }
        Direction::Forward => {
            format!("`{part}` is no longer declared; an open writer may send {value} there")
        }
    }
}
