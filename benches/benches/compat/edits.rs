//! What authors do to a schema, one edit at a time, at every place where it can be done.

use serde_json::{Map, Value};

/// The member that is added.
const ADDED: &str = "added_by_edit";

/// Every schema that is one edit away: an optional and a required member added, a member removed,
/// a value of an `enum` added and removed, a bound moved.
pub(super) fn all(schema: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    collect(schema, String::new(), &mut places);
    places.iter().flat_map(|place| edits(schema, place)).collect()
}

fn edits(schema: &Value, place: &str) -> Vec<(String, Value)> {
    let mut made = Vec::new();
    let mut edit = |what: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut edited = schema.clone();
        if let Some(Value::Object(members)) = edited.pointer_mut(place) {
            change(members);
            made.push((format!("{what} at {place}/"), edited));
        }
    };
    let Some(here) = schema.pointer(place) else { return made };
    if let Some(Value::Object(declared)) = here.get("properties") {
        edit("optional added", &|members| add(members, false));
        edit("required added", &|members| add(members, true));
        for name in declared.keys() {
            edit(&format!("`{name}` removed"), &|members| remove(members, name));
        }
    }
    if let Some(Value::Array(_)) = here.get("enum") {
        edit("value added", &|members| values(members, |list| list.push(ADDED.into())));
        edit("value removed", &|members| values(members, |list| drop(list.pop())));
    }
    for bound in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] {
        if let Some(number) = here.get(bound).and_then(Value::as_i64) {
            edit(&format!("{bound} moved"), &|members| {
                members.insert(bound.to_owned(), (number + 1).into());
            });
        }
    }
    made
}

fn add(members: &mut Map<String, Value>, required: bool) {
    members["properties"][ADDED] = serde_json::json!({"type": "string"});
    if required {
        let names = members.entry("required").or_insert_with(|| Vec::<Value>::new().into());
        names.as_array_mut().into_iter().for_each(|names| names.push(ADDED.into()));
    }
}

fn remove(members: &mut Map<String, Value>, name: &str) {
    members["properties"].as_object_mut().map(|declared| declared.shift_remove(name));
    if let Some(Value::Array(names)) = members.get_mut("required") {
        names.retain(|entry| entry != name);
    }
}

fn values(members: &mut Map<String, Value>, change: impl Fn(&mut Vec<Value>)) {
    if let Some(Value::Array(list)) = members.get_mut("enum") {
        change(list);
    }
}

/// Pointers of every subschema that can be edited.
fn collect(schema: &Value, at: String, places: &mut Vec<String>) {
    let Value::Object(members) = schema else { return };
    places.push(at.clone());
    for (keyword, value) in members {
        let below = format!("{at}/{keyword}");
        match (keyword.as_str(), value) {
            (
                "properties" | "$defs" | "patternProperties" | "dependentSchemas",
                Value::Object(map),
            ) => {
                for (name, inner) in map {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    collect(inner, format!("{below}/{name}"), places);
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(list)) => {
                for (index, inner) in list.iter().enumerate() {
                    collect(inner, format!("{below}/{index}"), places);
                }
            }
            ("items" | "additionalProperties" | "if" | "then" | "else" | "not", inner) => {
                collect(inner, below, places);
            }
            _ => {}
        }
    }
}
