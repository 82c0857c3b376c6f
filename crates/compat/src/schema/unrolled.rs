//! How many schemas apply to the same values where what they judge is counted together: there
//! every reference is followed again, so that a small document can be very large.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::closed::{branches, targets};
use super::resources::Resources;
use super::{Dialect, join};

/// Whether the schemas beside `unevaluatedProperties` and `unevaluatedItems`, references followed,
/// number at most that many, over all places of the document.
pub(crate) fn unrolls_within(document: &Value, dialect: Dialect, most: u64) -> bool {
    if dialect < Dialect::Draft201909 || !speaks_of_the_rest(document) {
        return true;
    }
    let resources = Resources::of(document, dialect);
    let mut unrolled =
        Unrolled { document, resources, known: HashMap::new(), open: HashSet::new() };
    let (mut total, mut places) = (0_u64, vec![(document, String::new())]);
    while let Some((value, at)) = places.pop() {
        match value {
            Value::Object(members) => {
                if counts_together(members) {
                    total = total.saturating_add(unrolled.size(members, &at));
                }
                places.extend(members.iter().map(|(name, below)| (below, join(&at, name))));
            }
            Value::Array(list) => {
                places.extend(
                    (0..).zip(list).map(|(n, below): (u64, _)| (below, format!("{at}/{n}"))),
                );
            }
            _ => {}
        }
    }
    total <= most
}

fn counts_together(members: &Map<String, Value>) -> bool {
    members.contains_key("unevaluatedProperties") || members.contains_key("unevaluatedItems")
}

fn speaks_of_the_rest(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            counts_together(members) || members.values().any(speaks_of_the_rest)
        }
        Value::Array(list) => list.iter().any(speaks_of_the_rest),
        _ => false,
    }
}

struct Unrolled<'d> {
    document: &'d Value,
    resources: Resources,
    known: HashMap<String, u64>,
    /// Places being counted: one that leads back to itself adds nothing.
    open: HashSet<String>,
}

impl Unrolled<'_> {
    fn size(&mut self, members: &Map<String, Value>, at: &str) -> u64 {
        if let Some(&known) = self.known.get(at) {
            return known;
        }
        if !self.open.insert(at.to_owned()) {
            return 0;
        }
        let mut size = 1_u64;
        for (schema, at) in branches(members, at) {
            let below = schema.as_object().map_or(1, |members| self.size(members, &at));
            size = size.saturating_add(below);
        }
        for target in targets(&self.resources, members, at) {
            let there = self.document.pointer(&target).and_then(Value::as_object);
            let below = there.map_or(1, |members| self.size(members, &target));
            size = size.saturating_add(below);
        }
        self.open.remove(at);
        self.known.insert(at.to_owned(), size);
        size
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Dialect, unrolls_within};

    /// `count` definitions, each of which refers to the next one twice.
    fn doubled(count: u64) -> Value {
        let next = |n: u64| json!({"$ref": format!("#/$defs/d{}", n + 1)});
        let mut definitions: Map<String, Value> =
            (0..count).map(|n| (format!("d{n}"), json!({"allOf": [next(n), next(n)]}))).collect();
        definitions.insert(format!("d{count}"), json!({"properties": {"x": {}}}));
        json!({"$defs": definitions, "$ref": "#/$defs/d0", "unevaluatedProperties": false})
    }

    #[test]
    fn references_count_as_often_as_they_are_followed() {
        let within = |schema: &Value| unrolls_within(schema, Dialect::Draft202012, 50_000);
        assert!(within(&doubled(8)) && !within(&doubled(16)) && !within(&doubled(60)));
        let mut open = doubled(60);
        open.as_object_mut().unwrap().remove("unevaluatedProperties");
        assert!(within(&open));
        assert!(unrolls_within(&doubled(60), Dialect::Draft7, 50_000));
        assert!(within(&json!({"$ref": "#", "unevaluatedItems": false})));
    }
}
