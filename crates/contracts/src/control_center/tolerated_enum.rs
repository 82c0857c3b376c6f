//! Closed sets whose unknown values a consumer has to tolerate (compatibility policy, section 9).

use schemars::{Schema, json_schema};

/// Turns the derived schema of a unit enum into a string type and, as a clause of its own, the
/// set of values under `control/unknown-enum`: a value of another type keeps its own fault.
pub(super) fn tolerated_enum(schema: &mut Schema) {
    let variants: Vec<(String, Option<String>)> = variants(schema);
    let values: Vec<&str> = variants.iter().map(|(value, _)| value.as_str()).collect();
    let mut told = schema.get("description").and_then(|d| d.as_str()).unwrap_or("").to_owned();
    for (value, meaning) in &variants {
        if let Some(meaning) = meaning {
            told.push_str(&format!("\n- `{value}`: {meaning}"));
        }
    }
    *schema = json_schema!({
        "description": told,
        "type": "string",
        "allOf": [{ "$comment": "rule control/unknown-enum", "enum": values }]
    });
}

/// The values with their descriptions, in declaration order.
fn variants(schema: &Schema) -> Vec<(String, Option<String>)> {
    let texts = |key: &str| schema.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
    let plain = texts("enum").into_iter().filter_map(|v| v.as_str().map(|s| (s.to_owned(), None)));
    let told = texts("oneOf").into_iter().flat_map(|branch| {
        let meaning = branch.get("description").and_then(|d| d.as_str()).map(str::to_owned);
        let mut values: Vec<String> = Vec::new();
        values.extend(branch.get("const").and_then(|v| v.as_str()).map(str::to_owned));
        let several = branch.get("enum").and_then(|v| v.as_array());
        values.extend(several.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)));
        values.into_iter().map(move |value| (value, meaning.clone())).collect::<Vec<_>>()
    });
    plain.chain(told).collect()
}
