//! Rust's number widths become bounds: `uint64` and `float` are formats that no standard knows.

use serde_json::{Map, Value};

/// Replaces the width formats of numbers by `minimum` and `maximum`.
pub(crate) fn to_bounds(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            bounds_here(members);
            members.values_mut().for_each(to_bounds);
        }
        Value::Array(items) => items.iter_mut().for_each(to_bounds),
        _ => {}
    }
}

fn bounds_here(members: &mut Map<String, Value>) {
    let Some(width) = members.get("format").and_then(Value::as_str) else { return };
    let (least, most): (Value, Value) = match width {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0.into(), u8::MAX.into()),
        "uint16" => (0.into(), u16::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" | "uint" => (0.into(), u64::MAX.into()),
        "float" | "double" => {
            members.shift_remove("format");
            return;
        }
        _ => return,
    };
    members.shift_remove("format");
    // A bound that the author gave is the narrower one and stays.
    let exclusive = members.contains_key("exclusiveMinimum");
    if !exclusive {
        members.entry("minimum").or_insert(least);
    }
    if !members.contains_key("exclusiveMaximum") {
        members.entry("maximum").or_insert(most);
    }
}
