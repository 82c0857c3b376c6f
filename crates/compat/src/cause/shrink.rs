//! Smaller witnesses: parts are left out and values made plain as long as the witness still is one.

use serde_json::{Value, json};

/// Documents tried.
const MAX_TRIES: usize = 200;
/// Documents with longer text are left as they are: every try copies one.
const MAX_TEXT: usize = 2_000;

/// A document no larger than the given one for which `holds` is still true.
pub(crate) fn shrink(document: &Value, holds: impl Fn(&Value) -> bool) -> Value {
    let mut best = document.clone();
    let mut tries = 0;
    let mut changed = document.to_string().len() <= MAX_TEXT;
    while changed {
        changed = false;
        for candidate in smaller(&best) {
            if tries >= MAX_TRIES {
                return best;
            }
            tries += 1;
            if holds(&candidate) {
                best = candidate;
                changed = true;
                break;
            }
        }
    }
    best
}

/// Every document that is one step smaller.
fn smaller(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                let mut without = members.clone();
                without.shift_remove(name);
                found.push(Value::Object(without));
                found.extend(smaller(inner).into_iter().map(|inner| {
                    let mut with = members.clone();
                    with.insert(name.clone(), inner);
                    Value::Object(with)
                }));
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(at);
                found.push(Value::Array(without));
                found.extend(smaller(inner).into_iter().map(|inner| {
                    let mut with = items.clone();
                    with[at] = inner;
                    Value::Array(with)
                }));
            }
        }
        Value::String(text) => {
            let count = text.chars().count();
            for keep in [0, count / 2, count.saturating_sub(1)] {
                if keep < count {
                    found.push(text.chars().take(keep).collect::<String>().into());
                }
            }
        }
        Value::Number(number) => {
            let plain = [json!(0), json!(1), json!(-1)].into_iter();
            found.extend(plain.take_while(|n| n != value && number.to_string().len() > 1));
        }
        Value::Null | Value::Bool(_) => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_needed_is_left_out() {
        let large = json!({"a": [1, 2, {"b": "long text", "c": 1234}], "d": null});
        let small = shrink(&large, |v| {
            v["a"].as_array().is_some_and(|a| a.iter().any(|i| i["c"].is_number()))
        });
        assert_eq!(small, json!({"a": [{"c": 0}]}));
    }
}
