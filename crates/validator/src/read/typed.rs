//! Typed values, by way of our own readers.

use std::fmt;

use contracts::toolkit::Finding;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use super::Document;

/// Why a document gives no value of a type.
#[derive(Debug)]
pub enum TypedError {
    /// The text itself has an error, a duplicate key say: no tree of it can be trusted.
    Text(Box<Finding>),
    /// The tree does not have the type's shape.
    Shape(serde_json::Error),
}

impl fmt::Display for TypedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypedError::Text(finding) => {
                if let (Some(line), Some(column)) = (finding.location.line, finding.location.column)
                {
                    write!(f, "line {line}, column {column}: ")?;
                }
                f.write_str(&finding.message)
            }
            TypedError::Shape(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for TypedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            TypedError::Text(_) => None,
            TypedError::Shape(error) => Some(error),
        }
    }
}

/// The document as a Rust type. A number with a zero fraction (`1.0`) is an integer here as in
/// every layer, so a type with an integer member takes it.
///
/// # Errors
/// [`TypedError::Text`] when the reader found an error, [`TypedError::Shape`] when the tree does
/// not decode.
pub fn typed<T: DeserializeOwned>(document: &Document<'_>) -> Result<T, TypedError> {
    if let Some(finding) = document.first_error() {
        return Err(TypedError::Text(Box::new(finding.clone())));
    }
    let tree = document.value.as_ref().unwrap_or(&Value::Null);
    T::deserialize(tree).or_else(|error| {
        let mut whole = tree.clone();
        // Only on failure: where the tree decodes as it stands, its floats are meant.
        if !zero_fractions_to_integers(&mut whole) {
            return Err(TypedError::Shape(error));
        }
        serde_json::from_value(whole).map_err(|_| TypedError::Shape(error))
    })
}

/// Makes integers of all floats without a fraction that fit one; says whether there were any.
/// Recursion is bounded by [`super::Limits::DEEPEST`].
fn zero_fractions_to_integers(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => {
            items.iter_mut().fold(false, |any, item| zero_fractions_to_integers(item) | any)
        }
        Value::Object(members) => {
            members.values_mut().fold(false, |any, item| zero_fractions_to_integers(item) | any)
        }
        Value::Number(number) => match integer(number) {
            Some(whole) => {
                *number = whole;
                true
            }
            None => false,
        },
        _ => false,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn integer(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)?;
    // The bounds are powers of two, so the comparisons are exact and the casts cannot wrap.
    if (-9_223_372_036_854_775_808.0..0.0).contains(&float) {
        return Some(Number::from(float as i64));
    }
    (0.0..18_446_744_073_709_551_616.0).contains(&float).then(|| Number::from(float as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Format, Limits, read};
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Sample {
        count: u32,
        share: f64,
    }

    fn sample(text: &str) -> Result<Sample, TypedError> {
        typed(&read(text.as_bytes(), Format::Json, &Limits::default()))
    }

    #[test]
    fn integers_may_be_written_with_a_zero_fraction() {
        let expected = Sample { count: 3, share: 2.0 };
        assert_eq!(sample(r#"{"count": 3, "share": 2}"#).unwrap(), expected);
        assert_eq!(sample(r#"{"count": 3.0, "share": 2.0}"#).unwrap(), expected);
        assert!(matches!(sample(r#"{"count": 3.5, "share": 2}"#), Err(TypedError::Shape(_))));
        assert!(matches!(sample(r#"{"count": -0.0, "share": 2}"#), Ok(Sample { count: 0, .. })));
    }

    #[test]
    fn a_text_with_an_error_gives_no_value() {
        let error = sample(r#"{"count": 1, "share": 1, "count": 2}"#).unwrap_err();
        assert!(error.to_string().starts_with("line 1, column 26: the key `count`"), "{error}");
    }
}
