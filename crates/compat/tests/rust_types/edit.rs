//! What authors do to a type: members come, go, change; values, variants and bounds too.

use serde_json::{Value, json};

use super::random::Random;
use super::types::{NAMES, WORDS, field, types_at, variant};

/// One random edit at a random place where something can be edited.
pub(crate) fn once(schema: &mut Value, random: &mut Random) {
    let mut places = Vec::new();
    editable(schema, String::new(), &mut places);
    let place = random.of(&places).clone();
    let Some(at) = schema.pointer_mut(&place) else { return };
    if at.get("properties").is_some() {
        member(at, types_at(&place), random);
    } else if let Some(values) = at.get_mut("enum").and_then(Value::as_array_mut) {
        let word = Value::from(*random.of(&WORDS));
        match values.iter().position(|value| *value == word) {
            Some(index) if values.len() > 1 => drop(values.remove(index)),
            Some(_) => {}
            None => values.push(word),
        }
    } else if let Some(variants) = at.get_mut("oneOf").and_then(Value::as_array_mut) {
        let known = variants.len();
        if random.one_in(2) && known > 1 {
            variants.remove(random.upto(known - 1));
        } else if random.one_in(2) {
            variants.push(variant("further", types_at(&place), random));
        }
        unique_tags(variants);
    } else {
        leaf(at, random);
    }
}

/// Two variants with one tag would be no enum any more.
fn unique_tags(variants: &mut Vec<Value>) {
    let mut seen = Vec::new();
    variants.retain(|variant| {
        let tag = variant.pointer("/properties/kind/const").cloned();
        let new = !seen.contains(&tag);
        seen.push(tag);
        new
    });
}

fn editable(schema: &Value, at: String, places: &mut Vec<String>) {
    let Value::Object(members) = schema else { return };
    let told = at.is_empty() || members.contains_key("type") || members.contains_key("oneOf");
    if told && members.get("const").is_none() {
        places.push(at.clone());
    }
    for keyword in ["properties", "$defs"] {
        for (name, inner) in members.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            editable(inner, format!("{at}/{keyword}/{name}"), places);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = members.get(keyword) {
            editable(inner, format!("{at}/{keyword}"), places);
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        let list = members.get(keyword).and_then(Value::as_array);
        for (index, inner) in list.into_iter().flatten().enumerate() {
            editable(inner, format!("{at}/{keyword}/{index}"), places);
        }
    }
}

fn member(schema: &mut Value, types: &'static [&'static str], random: &mut Random) {
    let name = *random.of(&NAMES);
    let known = schema["properties"].get(name).is_some();
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let needed = required.iter().any(|entry| entry == name);
    let without = || required.iter().filter(|entry| *entry != name).cloned().collect::<Value>();
    match random.upto(4) {
        0 if known => {
            schema["properties"].as_object_mut().unwrap().shift_remove(name);
            schema["required"] = without();
        }
        1 if known && needed => schema["required"] = without(),
        2 if known => {
            let mut more = required.clone();
            if !needed {
                more.push(name.into());
            }
            schema["required"] = more.into();
        }
        3 => match schema.get("additionalProperties") {
            Some(_) => drop(schema.as_object_mut().unwrap().shift_remove("additionalProperties")),
            None => schema["additionalProperties"] = false.into(),
        },
        _ => schema["properties"][name] = field(types, random, needed),
    }
}

fn leaf(schema: &mut Value, random: &mut Random) {
    let name = schema["type"].as_str().unwrap_or_default().to_owned();
    if name == "string" && (schema.get("pattern").is_some() || schema.get("format").is_some()) {
        // A length beside these may leave no text at all, and with it no document to attack with.
        return;
    }
    match (name.as_str(), random.upto(3)) {
        ("string", 0) => schema["minLength"] = random.upto(3).into(),
        ("string", 1) => schema["maxLength"] = (3 + random.upto(5)).into(),
        ("integer", 0) => schema["maximum"] = random.of(&[json!(100), json!(300)]).clone(),
        ("integer", 1) => schema["minimum"] = random.of(&[json!(0), json!(1), json!(-5)]).clone(),
        ("integer", 2) => schema["type"] = "number".into(),
        ("number", 0) => schema["type"] = "integer".into(),
        ("boolean", 0) => schema["type"] = "string".into(),
        (name, 3) if !matches!(name, "" | "null") => schema["type"] = json!([name, "null"]),
        _ => {}
    }
}
