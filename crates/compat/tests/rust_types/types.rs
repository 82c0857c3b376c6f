//! Random Rust-like types, as the schemas that schemars makes of them.

use serde_json::{Map, Value, json};

use super::random::Random;

pub(crate) const NAMES: [&str; 7] = ["id", "name", "level", "size", "parts", "at", "next"];
pub(crate) const WORDS: [&str; 5] = ["low", "mid", "high", "none", "auto"];
/// The types that the fields of a type at a place may have: later ones; `Node` holds itself, as
/// trees and lists do; `Left`, `Right` and `Third` hold one another, as the parts of a syntax do.
pub(crate) fn types_at(place: &str) -> &'static [&'static str] {
    match place.split('/').nth(2).filter(|_| place.starts_with("/$defs/")) {
        Some("Inner") => &["Mode", "Node", "Left"],
        Some("Left" | "Right" | "Third") => &["Left", "Right", "Third"],
        Some(_) => &["Node"],
        None => &["Inner", "Mode", "Node", "Left", "Right"],
    }
}

type Types = &'static [&'static str];

/// A root struct and its definitions.
pub(crate) fn schema(random: &mut Random) -> Value {
    let mut root = structure(types_at(""), random);
    let (mode, node) = (types_at("/$defs/Mode"), types_at("/$defs/Node"));
    let syntax = types_at("/$defs/Left");
    let definitions = json!({
        "Inner": structure(types_at("/$defs/Inner"), random),
        "Mode": if random.one_in(2) { unit_enum(random) } else { tagged_enum(mode, random) },
        "Node": tagged_enum(node, random),
        "Left": tagged_enum(syntax, random),
        "Right": tagged_enum(syntax, random),
        "Third": if random.one_in(3) { structure(syntax, random) } else { tagged_enum(syntax, random) },
    });
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    root["$defs"] = definitions;
    root
}

fn structure(types: Types, random: &mut Random) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for name in NAMES {
        if random.one_in(2) {
            let optional = random.one_in(2);
            let schema = if optional { option(types, random) } else { field(types, random, true) };
            properties.insert(name.to_owned(), schema);
            if !optional {
                required.push(Value::from(name));
            }
        }
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if random.one_in(5) {
        // `#[serde(deny_unknown_fields)]`
        schema["additionalProperties"] = false.into();
    }
    schema
}

/// The schema of a field's type. A required field holds no type by value that may hold it again.
pub(crate) fn field(types: Types, random: &mut Random, required: bool) -> Value {
    match random.upto(9) {
        0 => json!({"type": "boolean"}),
        1 => {
            let (format, most) = *random.of(&[("uint8", 255_i64), ("uint16", 65_535)]);
            json!({"type": "integer", "format": format, "minimum": 0, "maximum": most})
        }
        2 => json!({"type": "integer", "format": "int64"}),
        3 => json!({"type": "number", "format": "double"}),
        4 => text(random),
        5 => json!({"type": "array", "items": item(types, random)}),
        6 => json!({"type": "object", "additionalProperties": item(types, random)}),
        7 => unit_enum(random),
        8 if !required => json!({"$ref": format!("#/$defs/{}", random.of(types))}),
        _ => json!({"type": "string"}),
    }
}

fn item(types: Types, random: &mut Random) -> Value {
    if random.one_in(3) {
        return json!({"$ref": format!("#/$defs/{}", random.of(types))});
    }
    match random.upto(2) {
        0 => json!({"type": "string"}),
        1 => json!({"type": "integer", "format": "uint32", "minimum": 0}),
        _ => text(random),
    }
}

fn text(random: &mut Random) -> Value {
    match random.upto(5) {
        0 => json!({"type": "string", "minLength": 1 + random.upto(2)}),
        1 => json!({"type": "string", "maxLength": 3 + random.upto(5)}),
        2 => json!({"type": "string", "pattern": random.of(&["^[a-z]+$", "^[0-9a-f]{8}$", r"\S"])}),
        3 => json!({"type": "string", "format": random.of(&["date-time", "uuid"])}),
        _ => json!({"type": "string"}),
    }
}

fn option(types: Types, random: &mut Random) -> Value {
    let inner = field(types, random, false);
    match inner.get("type").and_then(Value::as_str) {
        Some(name) if inner.get("enum").is_none() => {
            let mut schema = inner.clone();
            schema["type"] = json!([name, "null"]);
            schema
        }
        _ => json!({"anyOf": [inner, {"type": "null"}]}),
    }
}

fn unit_enum(random: &mut Random) -> Value {
    let words: Vec<_> = WORDS.iter().filter(|_| !random.one_in(3)).collect();
    if words.is_empty() {
        return json!({"type": "string", "enum": ["low"]});
    }
    json!({"type": "string", "enum": words})
}

/// `#[serde(tag = "kind")]`
fn tagged_enum(types: Types, random: &mut Random) -> Value {
    let count = 1 + random.upto(4);
    let variants: Vec<Value> =
        WORDS.iter().take(count).map(|tag| variant(tag, types, random)).collect();
    json!({"oneOf": variants})
}

pub(crate) fn variant(tag: &str, types: Types, random: &mut Random) -> Value {
    let mut schema = structure(types, random);
    schema["properties"]["kind"] = json!({"type": "string", "const": tag});
    let mut required = match schema.get_mut("required").map(Value::take) {
        Some(Value::Array(names)) => names,
        _ => Vec::new(),
    };
    required.insert(0, "kind".into());
    schema["required"] = required.into();
    schema
}
