//! Why a signed payload is no statement of ours.

use std::fmt;

use super::statement::PREDICATE_TYPE;

/// Why a signed payload is no statement of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementFault {
    /// It cannot be read; why.
    Malformed(String),
    /// The predicate is of another type.
    PredicateType(String),
}

impl fmt::Display for StatementFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatementFault::Malformed(why) => f.write_str(why),
            StatementFault::PredicateType(found) => write!(
                f,
                "its predicate is of the type `{}`, not `{PREDICATE_TYPE}`",
                found.escape_debug().take(120).collect::<String>()
            ),
        }
    }
}

impl std::error::Error for StatementFault {}
