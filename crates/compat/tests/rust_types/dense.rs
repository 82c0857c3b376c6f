//! Types that nearly all hold one another, by options, lists and maps, and unions that serde would
//! tell apart by trying: what a syntax tree looks like at its worst.

use serde_json::{Map, Value, json};

use super::random::Random;

const HELD: [&str; 4] = ["Left", "Right", "Third", "Node"];

/// The same types, most of their members replaced by such that hold other types.
pub(crate) fn denser(schema: &mut Value, random: &mut Random) {
    match schema {
        Value::Object(members) => {
            if let Some(list) = members.get("oneOf").filter(|_| random.one_in(4)).cloned() {
                members.remove("oneOf");
                members.insert("anyOf".to_owned(), list);
            }
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                hold_others(properties, random);
            }
            members.values_mut().for_each(|inner| denser(inner, random));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| denser(inner, random)),
        _ => {}
    }
}

fn hold_others(properties: &mut Map<String, Value>, random: &mut Random) {
    for (name, schema) in properties {
        if name == "kind" || random.one_in(3) {
            continue;
        }
        let held = json!({"$ref": format!("#/$defs/{}", random.of(&HELD))});
        *schema = match random.upto(3) {
            0 => json!({"anyOf": [held, {"type": "null"}]}),
            1 => json!({"type": "array", "items": held}),
            2 => json!({"type": "object", "additionalProperties": held}),
            _ => continue,
        };
    }
}
