//! What number literals stand for, in every format.

use serde_json::Number;

use super::quote;

/// Why a number cannot be held as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// An integer outside i64::MIN..=u64::MAX.
    Integer,
    /// A number whose magnitude a 64-bit float does not reach.
    Float,
}

impl Problem {
    /// The reason, for people.
    pub(super) fn message(self, literal: &str) -> String {
        match self {
            Problem::Integer => format!(
                "the integer {} lies outside -9223372036854775808..=18446744073709551615, so \
                 readers would round it or refuse it",
                quote(literal)
            ),
            Problem::Float => format!(
                "the number {} is too large for a 64-bit float, so no reader could hold it",
                quote(literal)
            ),
        }
    }
}

/// What a well-formed literal stands for. `-0` is the float: no integer holds its sign.
pub(super) fn value(literal: &str, whole: bool) -> (Number, Option<Problem>) {
    if whole && literal != "-0" {
        if let Ok(number) = literal.parse::<u64>() {
            return (number.into(), None);
        }
        if let Ok(number) = literal.parse::<i64>() {
            return (number.into(), None);
        }
    }
    let float = literal.parse::<f64>().unwrap_or(f64::NAN);
    match Number::from_f64(float) {
        Some(number) if whole && literal != "-0" => (number, Some(Problem::Integer)),
        Some(number) => (number, None),
        None => {
            let bound = if literal.starts_with('-') { f64::MIN } else { f64::MAX };
            let problem = if whole { Problem::Integer } else { Problem::Float };
            (Number::from_f64(bound).unwrap_or(0.into()), Some(problem))
        }
    }
}
