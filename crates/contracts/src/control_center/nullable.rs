//! A member that is always written and may hold `null`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A required member whose value may be `null`: the `…|null` of the contract document.
///
/// Unlike an [`Option`] field it does not decode from an absent member, and its schema is listed
/// as required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Nullable<T>(pub Option<T>);

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Nullable(Some(value))
    }
}

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Nullable_{}", T::schema_name()).into()
    }

    /// Widens `type` where there is one, so that a fault inside keeps its own keyword instead of
    /// turning into a failed `anyOf`. Every other keyword of these types passes over `null`.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = generator.subschema_for::<T>();
        let Some(plain) = schema.get("type").and_then(|t| t.as_str()).map(str::to_owned) else {
            return json_schema!({"anyOf": [schema, {"type": "null"}]});
        };
        schema.insert("type".to_owned(), [plain.as_str(), "null"].as_slice().into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    struct Sample {
        at: Nullable<String>,
    }

    #[test]
    fn null_is_written_and_absent_is_refused() {
        let sample: Sample = serde_json::from_value(json!({"at": null})).unwrap();
        assert_eq!(sample, Sample { at: Nullable(None) });
        assert_eq!(serde_json::to_value(&sample).unwrap(), json!({"at": null}));
        assert!(serde_json::from_value::<Sample>(json!({})).is_err());
    }

    #[test]
    fn the_schema_is_required_and_nullable() {
        let schema = schemars::schema_for!(Sample);
        assert_eq!(schema.get("required"), Some(&json!(["at"])));
        assert_eq!(schema.as_value()["properties"]["at"]["type"], json!(["string", "null"]));
    }
}
