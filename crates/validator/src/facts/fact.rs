//! One value of a document.

use std::borrow::Cow;

use serde_json::Value;

/// One value of a document, as far as rules care: scalars whole, containers by size.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Fact<'d> {
    /// The member is not there.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer; a number with a zero fraction (`1.0`) is one too.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A string, decoded.
    Text(Cow<'d, str>),
    /// An array of so many items.
    Array(usize),
    /// An object of so many members.
    Object(usize),
}

impl<'d> Fact<'d> {
    /// The fact of a tree's node.
    #[must_use]
    pub fn of(value: &'d Value) -> Self {
        match value {
            Value::Null => Fact::Null,
            Value::Bool(b) => Fact::Bool(*b),
            Value::Number(n) => Fact::of_number(n),
            Value::String(s) => Fact::Text(Cow::Borrowed(s)),
            Value::Array(items) => Fact::Array(items.len()),
            Value::Object(members) => Fact::Object(members.len()),
        }
    }

    fn of_number(number: &serde_json::Number) -> Self {
        if let Some(i) = number.as_i64() {
            return Fact::Int(i.into());
        }
        if let Some(u) = number.as_u64() {
            return Fact::Int(u.into());
        }
        Fact::of_float(number.as_f64().unwrap_or(f64::NAN))
    }

    /// The fact of a number that was written with a fraction or an exponent.
    #[must_use]
    pub fn of_float(float: f64) -> Self {
        // Below 2^64 the conversion is exact for a float without a fraction.
        if float.fract() == 0.0 && float.abs() <= 18_446_744_073_709_551_616.0 {
            #[allow(clippy::cast_possible_truncation)]
            return Fact::Int(float as i128);
        }
        Fact::Float(float)
    }

    /// Puts another fact into this place. Assigning would build it elsewhere first, since what is
    /// replaced might have to be freed, and a copy of what was just written in parts has to wait.
    #[inline(always)] // as a call it would get the new fact through memory
    pub(crate) fn put(&mut self, new: Self) {
        if matches!(self, Fact::Text(Cow::Owned(_))) {
            *self = Fact::Absent;
        }
        // Only an owned text holds anything that is to be freed.
        std::mem::forget(std::mem::replace(self, new));
    }

    /// The string, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Fact::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, when it is one.
    #[must_use]
    pub fn int(&self) -> Option<i128> {
        match self {
            Fact::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// The number, when it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss)]
            Fact::Int(int) => Some(*int as f64),
            Fact::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// The truth value, when it is one.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        match self {
            Fact::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// Whether the member is there, `null` included.
    #[must_use]
    pub fn is_present(&self) -> bool {
        !matches!(self, Fact::Absent)
    }

    /// Whether the member is there and not `null`.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !matches!(self, Fact::Absent | Fact::Null)
    }

    /// Whether the member is there and `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Fact::Null)
    }
}
