//! The closed world in the dialects that have no `unevaluatedProperties`: objects put together in
//! every way, compared with what 2020-12 says of the same ones, and attacked with documents that
//! a small reading of the closed world, written here alone, takes or refuses.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use compat::{Options, Verdict, World, compare};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What a member holds.
#[derive(Debug, Clone)]
enum Held {
    Number,
    Text,
    Object(Box<Object>),
}

/// An object, put together.
#[derive(Debug, Clone)]
enum Object {
    Members(BTreeMap<&'static str, Held>, BTreeSet<&'static str>),
    All(Vec<Object>),
    Any(Vec<Object>),
    One(Vec<Object>),
    When(&'static str, Box<Object>),
    If(Box<[Object; 3]>),
    Shared,
}

/// An object, and the one that it shares.
#[derive(Debug, Clone)]
struct Case {
    object: Object,
    shared: Object,
}

/// The dialects that the cases are written in.
const DRAFTS: [&str; 3] = [
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2020-12/schema",
];

impl Case {
    fn schema(&self, draft: usize) -> Value {
        let definitions = if draft == 2 { "$defs" } else { "definitions" };
        json!({
            "$schema": DRAFTS[draft],
            definitions: {"shared": written(&self.shared, draft)},
            "allOf": [written(&self.object, draft)]
        })
    }

    fn takes(&self, document: &Value) -> bool {
        self.takes_part(&self.object, document)
    }

    fn takes_part(&self, object: &Object, document: &Value) -> bool {
        let Some(declared) = self.judged(object, document) else { return false };
        let closed = self.declares(object);
        !closed || document.as_object().unwrap().keys().all(|name| declared.contains(&name[..]))
    }

    fn declares(&self, object: &Object) -> bool {
        match object {
            Object::Members(members, _) => !members.is_empty(),
            Object::All(list) | Object::Any(list) | Object::One(list) => {
                list.iter().any(|object| self.declares(object))
            }
            Object::When(_, then) => self.declares(then),
            Object::If(three) => three.iter().any(|object| self.declares(object)),
            Object::Shared => self.declares(&self.shared),
        }
    }

    /// The members that are declared for the document; `None` where it is refused.
    fn judged(&self, object: &Object, document: &Value) -> Option<BTreeSet<&'static str>> {
        let each = |list: &[Object]| -> Vec<BTreeSet<&'static str>> {
            list.iter().filter_map(|object| self.judged(object, document)).collect()
        };
        let joined = |sets: Vec<BTreeSet<&'static str>>| sets.into_iter().flatten().collect();
        match object {
            Object::Members(members, required) => {
                let found = document.as_object()?;
                let holds = members.iter().all(|(name, held)| {
                    found.get(*name).is_none_or(|value| self.held(held, value))
                });
                let there = required.iter().all(|name| found.contains_key(*name));
                (holds && there).then(|| members.keys().copied().collect())
            }
            Object::All(list) => Some(each(list)).filter(|s| s.len() == list.len()).map(joined),
            Object::Any(list) => Some(each(list)).filter(|s| !s.is_empty()).map(joined),
            Object::One(list) => Some(each(list)).filter(|s| s.len() == 1).map(joined),
            Object::When(name, then) => match document.get(name) {
                Some(_) => self.judged(then, document),
                None => document.as_object().map(|_| BTreeSet::new()),
            },
            Object::If(three) => match self.judged(&three[0], document) {
                Some(names) => {
                    self.judged(&three[1], document).map(|more| joined(vec![names, more]))
                }
                None => self.judged(&three[2], document),
            },
            Object::Shared => self.judged(&self.shared, document),
        }
    }

    fn held(&self, held: &Held, value: &Value) -> bool {
        match held {
            Held::Number => value.is_number(),
            Held::Text => value.is_string(),
            Held::Object(object) => value.is_object() && self.takes_part(object, value),
        }
    }
}

fn written(object: &Object, draft: usize) -> Value {
    let each = |list: &[Object]| -> Value { list.iter().map(|o| written(o, draft)).collect() };
    match object {
        Object::Members(members, required) => {
            let members: BTreeMap<_, _> =
                members.iter().map(|(name, held)| (*name, of_held(held, draft))).collect();
            let mut schema = json!({"type": "object"});
            if !members.is_empty() {
                schema["properties"] = json!(members);
            }
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            schema
        }
        Object::All(list) => json!({"allOf": each(list)}),
        Object::Any(list) => json!({"anyOf": each(list)}),
        Object::One(list) => json!({"oneOf": each(list)}),
        Object::When(name, then) => {
            let keyword = if draft == 2 { "dependentSchemas" } else { "dependencies" };
            json!({"type": "object", keyword: {*name: written(then, draft)}})
        }
        Object::If(three) => {
            let [condition, then, otherwise] = [0, 1, 2].map(|n| written(&three[n], draft));
            json!({"if": condition, "then": then, "else": otherwise})
        }
        Object::Shared if draft == 2 => json!({"$ref": "#/$defs/shared"}),
        // What stands beside a reference does not count there.
        Object::Shared => json!({"$ref": "#/definitions/shared", "minProperties": 9}),
    }
}

fn of_held(held: &Held, draft: usize) -> Value {
    match held {
        Held::Number => json!({"type": "number"}),
        Held::Text => json!({"type": "string"}),
        Held::Object(object) => json!({"type": "object", "allOf": [written(object, draft)]}),
    }
}

fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["a", "b", "c"])
}

fn object(conditions: bool, shares: bool) -> BoxedStrategy<Object> {
    let held = || prop_oneof![3 => Just(Held::Number), 1 => Just(Held::Text)];
    let required = || prop::collection::btree_set(name(), 0..2);
    let plain = (prop::collection::btree_map(name(), held(), 0..3), required())
        .prop_map(|(members, required)| Object::Members(members, required));
    let leaf = if shares {
        prop_oneof![4 => plain, 1 => Just(Object::Shared)].boxed()
    } else {
        plain.boxed()
    };
    leaf.prop_recursive(3, 8, 3, move |inner| {
        let inner = inner.boxed();
        let list = || prop::collection::vec(inner.clone(), 1..4);
        let part = (name(), inner.clone(), required()).prop_map(|(name, object, required)| {
            let held = Held::Object(Box::new(object));
            Object::Members(BTreeMap::from([(name, held)]), required)
        });
        let three = [inner.clone(), inner.clone(), inner.clone()];
        let last = if conditions {
            three.prop_map(|three| Object::If(Box::new(three))).boxed()
        } else {
            list().prop_map(Object::All).boxed()
        };
        let when = (name(), inner.clone()).prop_map(|(name, then)| Object::When(name, then.into()));
        prop_oneof![
            2 => list().prop_map(Object::All),
            2 => list().prop_map(Object::Any),
            2 => list().prop_map(Object::One),
            1 => part,
            1 => when,
            1 => last,
        ]
    })
    .boxed()
}

/// Two cases, and the older dialect that they are written in: draft 4 has no conditions.
fn pair() -> impl Strategy<Value = (Case, Case, usize)> {
    select(vec![0, 1]).prop_flat_map(|draft| {
        let case = || {
            (object(draft == 1, true), object(draft == 1, false))
                .prop_map(|(object, shared)| Case { object, shared })
        };
        (case(), case(), Just(draft))
    })
}

fn pool() -> Vec<Value> {
    let values = [json!(0), json!("x"), json!({}), json!({"a": 0}), json!({"b": 0, "c": "x"})];
    let mut pool = vec![json!({}), json!({"zz": 0})];
    for first in &values {
        pool.extend(["a", "b", "c"].map(|name| json!({ name: first })));
        pool.push(json!({"a": first, "zz": 0}));
        for second in &values {
            pool.push(json!({"a": first, "b": second}));
            pool.push(json!({"b": first, "c": second}));
            pool.push(json!({"a": first, "c": second}));
            pool.extend(values.iter().map(|last| json!({"a": first, "b": second, "c": last})));
        }
    }
    pool
}

/// Whether nothing refutes the verdict.
fn attack(writer: &Case, reader: &Case, verdict: &Verdict) -> Result<(), TestCaseError> {
    match verdict {
        Verdict::Compatible => {
            let refuting = pool().into_iter().find(|d| writer.takes(d) && !reader.takes(d));
            prop_assert_eq!(refuting, None);
        }
        Verdict::Breaking(breaks) => {
            for found in breaks {
                prop_assert!(writer.takes(&found.witness), "not written: {}", found.witness);
                prop_assert!(!reader.takes(&found.witness), "read: {}", found.witness);
            }
        }
        Verdict::Unknown(doubt) => {
            prop_assert!(false, "{} at {:?}", doubt.reason, doubt.pointer);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(100),
        ..ProptestConfig::default()
    })]

    #[test]
    fn closed_objects_mean_in_older_dialects_what_they_mean_in_the_newest((old, new, draft) in pair()) {
        let options = Options { world: World::Closed, ..Options::default() };
        let same = compare(&old.schema(draft), &old.schema(2), &options).unwrap();
        prop_assert_eq!((same.backward, same.forward), (Verdict::Compatible, Verdict::Compatible));
        let found = compare(&old.schema(draft), &new.schema(draft), &options).unwrap();
        attack(&old, &new, &found.backward)?;
        attack(&new, &old, &found.forward)?;
        let mixed = compare(&old.schema(draft), &new.schema(2), &options).unwrap();
        attack(&old, &new, &mixed.backward)?;
        attack(&new, &old, &mixed.forward)?;
    }
}

#[test]
fn a_member_that_moves_between_branches_breaks_nobody() {
    let options = Options { world: World::Closed, ..Options::default() };
    let schema = |branches: Value| {
        json!({
            "$schema": DRAFTS[1],
            "definitions": {"base": {"properties": {"id": {"type": "string"}}}},
            "allOf": branches
        })
    };
    let old = schema(json!([{"$ref": "#/definitions/base"}, {"properties": {"n": {}, "m": {}}}]));
    let moved = schema(json!([
        {"$ref": "#/definitions/base", "properties": {"mute": {}}},
        {"properties": {"n": {}}},
        {"anyOf": [{"properties": {"m": {}}}]}
    ]));
    let same = compare(&old, &moved, &options).unwrap();
    assert_eq!((same.backward, same.forward), (Verdict::Compatible, Verdict::Compatible));
    let gone = schema(json!([{"$ref": "#/definitions/base"}, {"properties": {"n": {}}}]));
    let broken = compare(&old, &gone, &options).unwrap();
    let Verdict::Breaking(breaks) = broken.backward else { panic!("{:?}", broken.backward) };
    assert_eq!(breaks[0].rule, "property-removed");
    assert!(breaks[0].witness.get("m").is_some());
    assert_eq!(broken.forward, Verdict::Compatible);
}
