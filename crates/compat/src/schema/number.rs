//! Keywords that speak of numbers.

use num_traits::{Signed, Zero};
use serde_json::Value;

use super::Dialect;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, Literal, NodeId, NumberLiteral, Rational, of_number};

impl Reader<'_> {
    pub(super) fn number(
        &mut self,
        keyword: &str,
        value: &Value,
        all: &Members,
        at: &Place,
    ) -> NodeId {
        if let (Value::Bool(_), Dialect::Draft4) = (value, self.dialect) {
            // Draft 4: a truth value that sharpens the bound beside it.
            return if keyword.starts_with("exclusive") {
                Arena::ANY
            } else {
                self.malformed(at, value)
            };
        }
        let Value::Number(number) = value else { return self.malformed(at, value) };
        let Some(bound) = of_number(number) else { return self.malformed(at, value) };
        let sharp = |name: &str| {
            self.dialect == Dialect::Draft4 && all.get(name) == Some(&Value::Bool(true))
        };
        let (literal, holds) = match keyword {
            "minimum" if sharp("exclusiveMinimum") => (NumberLiteral::Above(bound), true),
            "minimum" => (NumberLiteral::AtLeast(bound), true),
            "maximum" if sharp("exclusiveMaximum") => (NumberLiteral::AtLeast(bound), false),
            "maximum" => (NumberLiteral::Above(bound), false),
            "exclusiveMinimum" | "exclusiveMaximum" if self.dialect == Dialect::Draft4 => {
                return self.malformed(at, value);
            }
            "exclusiveMinimum" => (NumberLiteral::Above(bound), true),
            "exclusiveMaximum" => (NumberLiteral::AtLeast(bound), false),
            _ => return self.multiple(bound, value, at),
        };
        self.arena.when(Literal::Number(literal), holds)
    }

    fn multiple(&mut self, of: Rational, value: &Value, at: &Place) -> NodeId {
        if of.is_zero() || of.is_negative() {
            return self.malformed(at, value);
        }
        self.arena.when(Literal::Number(NumberLiteral::MultipleOf(of)), true)
    }
}

/// The value of a keyword that takes a count; `2.0` is one.
pub(super) fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let float = value.as_f64().filter(|f| f.fract() == 0.0 && (0.0..1e15).contains(f))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(float as u64)
    })
}
