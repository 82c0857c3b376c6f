//! Documented unit variants become one `enum` again.
//!
//! schemars writes a documented unit variant as a branch of its own, `{const, description}`. Readers
//! and validators are better served by one closed set in declaration order; what the branches said
//! moves into the description.

use serde_json::{Map, Value};

/// Folds every `oneOf` whose branches are all constants (or enums of strings) into one `enum`.
pub(crate) fn unit_variants(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            fold_here(members);
            members.values_mut().for_each(unit_variants);
        }
        Value::Array(items) => items.iter_mut().for_each(unit_variants),
        _ => {}
    }
}

fn fold_here(members: &mut Map<String, Value>) {
    let Some(branches) = members.get("oneOf").and_then(Value::as_array) else { return };
    let folded: Option<Vec<(Vec<Value>, Option<String>)>> =
        branches.iter().map(constants).collect();
    let Some(folded) = folded else { return };
    let described = describe(members.get("description").and_then(Value::as_str), &folded);
    let values = folded.into_iter().flat_map(|(values, _)| values).collect();
    members.shift_remove("oneOf");
    members.insert("type".to_owned(), "string".into());
    members.insert("enum".to_owned(), Value::Array(values));
    if let Some(text) = described {
        members.insert("description".to_owned(), text.into());
    }
}

/// The string constants of a branch that says nothing else.
fn constants(branch: &Value) -> Option<(Vec<Value>, Option<String>)> {
    let members = branch.as_object()?;
    let plain = members.keys().all(|key| {
        matches!(key.as_str(), "const" | "enum" | "type" | "description") || key.starts_with("x-")
    });
    if !plain || members.get("type").is_some_and(|kind| kind != "string") {
        return None;
    }
    let values = match (members.get("const"), members.get("enum")) {
        (Some(value), None) => vec![value.clone()],
        (None, Some(Value::Array(values))) => values.clone(),
        _ => return None,
    };
    let text = members.get("description").and_then(Value::as_str).map(str::to_owned);
    values.iter().all(Value::is_string).then_some((values, text))
}

fn describe(own: Option<&str>, folded: &[(Vec<Value>, Option<String>)]) -> Option<String> {
    let mut lines: Vec<String> = own.map(str::to_owned).into_iter().collect();
    for (values, text) in folded {
        if let (Some(text), [Value::String(value)]) = (text, values.as_slice()) {
            lines.push(format!("- `{value}`: {}", text.replace('\n', " ")));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
