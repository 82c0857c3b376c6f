//! RFC 8785: the form in which a statement is written, so that the same content has one text.
//!
//! RFC 8785 rests on I-JSON: a number is a double there, so an integer beyond 2^53 would come
//! out as another number. It is refused instead. Duplicate members, lone surrogates and numbers
//! out of range never reach this point: the reader reports them.

use serde_json::{Number, Value};

/// A value that RFC 8785 cannot write without changing what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotExact {
    /// The number, as it stands in the value.
    pub number: String,
}

impl std::fmt::Display for NotExact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the number {} is no double: RFC 8785 would change it", self.number)
    }
}

impl std::error::Error for NotExact {}

/// The canonical text of a value.
///
/// # Errors
/// [`NotExact`] when an integer lies beyond what a double holds exactly.
pub fn text(value: &Value) -> Result<String, NotExact> {
    if let Some(number) = inexact(value) {
        return Err(NotExact { number });
    }
    serde_json_canonicalizer::to_string(value)
        .map_err(|error| NotExact { number: error.to_string() })
}

fn inexact(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if !is_exact(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().find_map(inexact),
        Value::Object(members) => members.values().find_map(inexact),
        _ => None,
    }
}

/// Up to 2^53 every integer is a double of its own; above, neighbours share one.
fn is_exact(number: &Number) -> bool {
    const LIMIT: u64 = 1 << 53;
    match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) => integer.unsigned_abs() <= LIMIT,
        (None, Some(integer)) => integer <= LIMIT,
        (None, None) => number.as_f64().is_some_and(f64::is_finite),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_beyond_two_to_the_53_are_refused_on_both_sides_at_any_depth() {
        let edge = 1_i64 << 53;
        for exact in [edge, -edge, 0, 1] {
            assert!(text(&json!({"a": [exact]})).is_ok(), "{exact}");
        }
        for changed in [edge + 1, -edge - 1, i64::MAX, i64::MIN] {
            assert_eq!(
                text(&json!({"a": [changed]})),
                Err(NotExact { number: changed.to_string() })
            );
        }
        assert!(text(&json!(u64::MAX)).is_err());
    }
}
