//! Any JSON value: the open places of the family (`payload`, `details`, `warnings`, `issues`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A JSON value whose shape the contract leaves to its writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnyValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer from 0 on.
    Unsigned(u64),
    /// An integer below 0.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<AnyValue>),
    /// An object.
    Object(AnyObject),
}

/// A JSON object whose members the contract leaves to its writer.
pub type AnyObject = BTreeMap<String, AnyValue>;

impl JsonSchema for AnyValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // The empty schema rather than `true`, so that a field's description can stand in it.
        json_schema!({})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_of_value_comes_back_as_it_was() {
        let value = json!([null, true, 0, u64::MAX, -1, i64::MIN, 0.5, "x", [], {"a": {"b": []}}]);
        let any: AnyValue = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&any).unwrap(), value);
    }
}
