//! Where the other schema speaks of the same part of a document.

use serde_json::Value;

use crate::schema::join;

/// Places looked at before the walk ends.
const MAX_PLACES: usize = 400;

/// The schema behind a chain of plain `$ref`s of one document; the schema itself without one.
pub(super) fn resolved<'s>(document: &'s Value, schema: &'s Value) -> &'s Value {
    let mut at = schema;
    for _ in 0..16 {
        let reference = at.get("$ref").and_then(Value::as_str);
        let Some(target) = reference.and_then(|r| r.strip_prefix('#')) else { break };
        let Some(next) = document.pointer(target) else { break };
        at = next;
    }
    at
}

/// Pointers of every subschema that judges the part of the document at `instance`, outermost
/// first. Branches that fix a member to another constant are passed over.
pub(crate) fn counterparts(schema: &Value, document: &Value, instance: &str) -> Vec<String> {
    let mut here = vec![String::new()];
    let mut at = String::new();
    spread(schema, document, &mut here);
    for token in instance.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let inside = document.pointer(&at).is_some_and(Value::is_array);
        let mut below = Vec::new();
        for place in &here {
            if let Some(found) = schema.pointer(place) {
                step(found, place, &name, inside, &mut below);
            }
        }
        at = format!("{at}/{token}");
        let part = document.pointer(&at).unwrap_or(&Value::Null);
        spread(schema, part, &mut below);
        here = below;
    }
    here
}

/// Adds what applies to the same value: references and branches.
fn spread(schema: &Value, value: &Value, places: &mut Vec<String>) {
    let mut next = 0;
    while let Some(place) = places.get(next).cloned() {
        next += 1;
        let Some(Value::Object(members)) = schema.pointer(&place) else { continue };
        if places.len() > MAX_PLACES {
            return;
        }
        let reference = members.get("$ref").and_then(Value::as_str);
        let mut found: Vec<String> = Vec::new();
        found.extend(reference.and_then(|r| r.strip_prefix('#')).map(str::to_owned));
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let branches = members.get(keyword).and_then(Value::as_array);
            let indexed = branches.into_iter().flatten().enumerate();
            let meant = indexed.filter(|(_, branch)| !excluded(resolved(schema, branch), value));
            found.extend(meant.map(|(index, _)| format!("{place}/{keyword}/{index}")));
        }
        for keyword in ["then", "else"] {
            if members.contains_key(keyword) {
                found.push(join(&place, keyword));
            }
        }
        for pointer in found {
            if !places.contains(&pointer) && schema.pointer(&pointer).is_some() {
                places.push(pointer);
            }
        }
    }
}

/// Whether a branch plainly speaks of other values: another type, another constant member.
fn excluded(branch: &Value, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let names = |name: &Value| match name.as_str() {
        Some("integer") => kind == "number",
        Some(name) => name == kind,
        None => false,
    };
    let other_type = match branch.get("type") {
        Some(Value::Array(types)) => !types.iter().any(names),
        Some(one) => !names(one),
        None => false,
    };
    let members = branch.get("properties").and_then(Value::as_object);
    let other_tag = members.into_iter().flatten().any(|(name, schema)| {
        let constant = schema.get("const");
        constant.is_some() && value.get(name).is_some() && constant != value.get(name)
    });
    other_type || other_tag
}

/// The subschemas of one schema object that judge a member or an item.
fn step(schema: &Value, place: &str, name: &str, inside_array: bool, below: &mut Vec<String>) {
    let has = |keyword: &str| schema.get(keyword).is_some();
    if !inside_array {
        let declared = schema.get("properties").and_then(|p| p.get(name)).is_some();
        if declared {
            below.push(join(&join(place, "properties"), name));
        } else if has("additionalProperties") {
            below.push(join(place, "additionalProperties"));
        } else if has("unevaluatedProperties") {
            below.push(join(place, "unevaluatedProperties"));
        }
        return;
    }
    let Ok(index) = name.parse::<usize>() else { return };
    for keyword in ["prefixItems", "items"] {
        match schema.get(keyword) {
            Some(Value::Array(list)) if index < list.len() => {
                below.push(format!("{place}/{keyword}/{index}"));
                return;
            }
            Some(Value::Object(_) | Value::Bool(_)) => below.push(join(place, keyword)),
            _ => {}
        }
    }
    if has("additionalItems") {
        below.push(join(place, "additionalItems"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_way_follows_references_members_items_and_the_meant_branch() {
        let schema = json!({
            "properties": {"list": {"items": {"$ref": "#/$defs/e"}}},
            "$defs": {"e": {"oneOf": [
                {"properties": {"k": {"const": "a"}}},
                {"properties": {"k": {"const": "b"}, "n": {"minimum": 1}}}
            ]}}
        });
        let document = json!({"list": [{"k": "b", "n": 0}]});
        assert_eq!(
            counterparts(&schema, &document, "/list/0/n"),
            ["/$defs/e/oneOf/1/properties/n"]
        );
        assert_eq!(counterparts(&schema, &document, "/other"), [""; 0]);
    }
}
