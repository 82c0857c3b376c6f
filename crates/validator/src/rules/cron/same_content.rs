//! When two JSON values say the same: member order and the spelling of a number do not count.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::facts::Fact;

/// Whether both values say the same.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, value)| b.get(name).is_some_and(|it| same(value, it)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        _ => Fact::of(one) == Fact::of(other),
    }
}

/// A short digest of what a document says: the same for values that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentDigest([u8; 16]);

impl ContentDigest {
    /// The digest of a document.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let mut hasher = Sha256::new();
        feed(document, &mut hasher);
        let mut short = [0; 16];
        for (to, from) in short.iter_mut().zip(hasher.finalize()) {
            *to = from;
        }
        ContentDigest(short)
    }
}

/// Every value begins with its kind and, where it has one, its length: no two texts run together.
fn feed(value: &Value, hasher: &mut Sha256) {
    match value {
        Value::Object(members) => {
            head(hasher, b'{', members.len());
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            for (name, value) in sorted {
                feed_text(hasher, name);
                feed(value, hasher);
            }
        }
        Value::Array(items) => {
            head(hasher, b'[', items.len());
            items.iter().for_each(|item| feed(item, hasher));
        }
        Value::String(text) => feed_text(hasher, text),
        scalar => match Fact::of(scalar) {
            Fact::Int(number) => {
                hasher.update(b"i");
                hasher.update(number.to_le_bytes());
            }
            Fact::Float(number) => {
                hasher.update(b"f");
                hasher.update(number.to_bits().to_le_bytes());
            }
            Fact::Bool(truth) => hasher.update(if truth { b"t" } else { b"n" }),
            _ => hasher.update(b"0"),
        },
    }
}

fn head(hasher: &mut Sha256, kind: u8, length: usize) {
    hasher.update([kind]);
    hasher.update(length.to_le_bytes());
}

fn feed_text(hasher: &mut Sha256, text: &str) {
    head(hasher, b'"', text.len());
    hasher.update(text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn order_and_a_zero_fraction_do_not_count() {
        let one = json!({"a": [1, {"b": 2.0}], "c": "x"});
        let other = json!({"c": "x", "a": [1.0, {"b": 2}]});
        assert!(same(&one, &other));
        assert_eq!(ContentDigest::of(&one), ContentDigest::of(&other));
    }

    fn tree() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-3i64..3).prop_map(Value::from),
            (-3i32..3).prop_map(|n| Value::from(f64::from(n) / 2.0)),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::vec(("[ab]{0,2}", inner), 0..3)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_digest_tells_apart_what_comparison_tells_apart(one in tree(), other in tree()) {
            let digests = ContentDigest::of(&one) == ContentDigest::of(&other);
            prop_assert_eq!(same(&one, &other), digests);
        }
    }
}
