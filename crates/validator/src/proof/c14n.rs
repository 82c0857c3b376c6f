//! `json-c14n-v1`: the one text of a JSON value.
//!
//! Members in the byte order of their UTF-8 names, no white space, strings with the shortest JSON
//! escapes (non-ASCII raw), numbers as they were read. On the values that certificates hold this
//! is RFC 8785 too; the two differ on names beyond U+FFFF and on fractions.

use serde_json::{Map, Value};

/// The name that `proof.canonicalization` carries.
pub const NAME: &str = "json-c14n-v1";

/// The canonical text of a value.
///
/// Works on what our readers return: bounded in depth, without duplicate members.
#[must_use]
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => write_array(items, out),
        Value::Object(members) => write_object(members, out),
        // Scalars: serde_json's own compact form is the recipe.
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn write_array(items: &[Value], out: &mut String) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}

fn write_object(members: &Map<String, Value>, out: &mut String) {
    let mut sorted: Vec<_> = members.iter().collect();
    // `str` orders by bytes; the map itself keeps the document's order.
    sorted.sort_unstable_by(|a, b| a.0.cmp(b.0));
    out.push('{');
    for (index, (name, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_name(name, out);
        write(value, out);
    }
    out.push('}');
}

fn write_name(name: &str, out: &mut String) {
    // Quoting through a borrowed value would need a copy of the name; most names need no escape.
    if name.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(name);
        out.push('"');
    } else {
        out.push_str(&Value::String(name.to_owned()).to_string());
    }
    out.push(':');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn members_are_in_byte_order_at_every_depth_and_nothing_is_spaced() {
        let value = json!({"b": [1, {"z": null, "a": true}], "a": "x", "B": {}});
        assert_eq!(text(&value), r#"{"B":{},"a":"x","b":[1,{"a":true,"z":null}]}"#);
    }

    #[test]
    fn the_order_of_names_is_by_utf8_bytes_not_utf16_units() {
        // RFC 8785 sorts by UTF-16 units, where the surrogates of U+1F600 come before U+FFFD.
        let value = json!({"\u{1F600}": 1, "\u{FFFD}": 2});
        assert_eq!(text(&value), "{\"\u{FFFD}\":2,\"\u{1F600}\":1}");
    }

    #[test]
    fn strings_keep_what_is_not_ascii_and_escape_what_must_be() {
        let value = json!({"a\"\u{1}": "é\n\u{7f}\\/\u{2028}"});
        assert_eq!(text(&value), "{\"a\\\"\\u0001\":\"é\\n\u{7f}\\\\/\u{2028}\"}");
    }

    #[test]
    fn numbers_stay_as_they_were_read() {
        let value: Value =
            serde_json::from_str("[18446744073709551615,-9223372036854775808,1.0,0.1]").unwrap();
        assert_eq!(text(&value), "[18446744073709551615,-9223372036854775808,1.0,0.1]");
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((".{0,6}", inner), 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_text_says_the_same_value_and_does_not_depend_on_member_order(value in tree()) {
            let once = text(&value);
            let back: Value = serde_json::from_str(&once).unwrap();
            prop_assert_eq!(&back, &value);
            prop_assert_eq!(text(&back), once.clone());
            prop_assert_eq!(text(&reversed(&value)), once);
        }
    }

    fn reversed(value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(reversed).collect(),
            Value::Object(members) => Value::Object(
                members.iter().rev().map(|(name, item)| (name.clone(), reversed(item))).collect(),
            ),
            scalar => scalar.clone(),
        }
    }
}
