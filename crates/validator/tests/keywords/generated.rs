//! Schemas with such keywords, and documents.

use proptest::prelude::*;
use serde_json::{Value, json};

const NAMES: &str = "[abkoz]|x-[0-9]|é|a\"";

fn scalars() -> impl Strategy<Value = Value> {
    let numbers = vec![
        json!(0),
        json!(1),
        json!(-3),
        json!(4),
        json!(6),
        json!(0.5),
        json!(1.0),
        json!(-1.5),
        json!(2.0),
        json!(3.0000001),
        json!(9_007_199_254_740_993_u64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e300),
        json!(1e16),
    ];
    let others = vec![
        json!(null),
        json!(true),
        json!(""),
        json!("a"),
        json!("ab"),
        json!("x-1"),
        json!("é\""),
    ];
    prop_oneof![prop::sample::select(numbers), prop::sample::select(others)]
}

pub(crate) fn documents() -> impl Strategy<Value = Value> {
    let values = scalars().prop_recursive(2, 10, 4, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            1 => prop::collection::btree_map(NAMES, inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    let whole = prop::collection::btree_map(NAMES, values, 0..5)
        .prop_map(|members| Value::Object(members.into_iter().collect()));
    prop_oneof![12 => whole, 1 => scalars()]
}

/// What is said of a name.
fn names() -> impl Strategy<Value = Value> {
    let plain = prop::sample::select(vec![
        json!({"pattern": "^[a-z]"}),
        json!({"pattern": "^[abk]$"}),
        json!({"pattern": "^\\w"}),
        json!({"pattern": "\\W"}),
        json!({"pattern": "^\\p{L}+$"}),
        json!({"pattern": "^.$"}),
        json!({"pattern": "-\\S$"}),
        json!({"maxLength": 1}),
        json!({"minLength": 2, "type": "string"}),
        json!({"enum": ["a", "b", "k", "o", "x-1", "é"]}),
        json!({"const": "a"}),
        json!({"type": ["integer", "null"]}),
        json!({"not": {"const": "z"}}),
        json!({"format": "uuid"}),
        json!({"minimum": 5, "required": ["a"]}),
        json!({"anyOf": [{"pattern": "^x-"}, {"maxLength": 1}]}),
        json!({"allOf": [{"pattern": "^[abkoz]"}, {"maxLength": 1}]}),
        json!({"$ref": "#/$defs/name"}),
        json!(true),
        json!(false),
    ]);
    prop_oneof![4 => plain.clone(), 1 => plain.prop_map(|it| json!({"not": it}))]
}

/// What is said of a value.
#[allow(clippy::too_many_lines)] // a table
fn values() -> impl Strategy<Value = Value> {
    let plain = prop::sample::select(vec![
        json!({}),
        json!({}),
        json!(true),
        json!(false),
        json!({"type": "integer"}),
        json!({"type": ["string", "array", "object"]}),
        json!({"type": ["number", "null"]}),
        json!({"multipleOf": 2}),
        json!({"multipleOf": 3, "type": ["integer", "array"]}),
        json!({"multipleOf": 0.5}),
        json!({"multipleOf": 1.5, "minimum": 0}),
        json!({"allOf": [{"multipleOf": 2}, {"multipleOf": 3}]}),
        json!({"exclusiveMinimum": 0}),
        json!({"exclusiveMaximum": 4, "type": ["number", "string"]}),
        json!({"exclusiveMinimum": -1.5}),
        json!({"minimum": -1.5, "maximum": 0.5}),
        json!({"exclusiveMaximum": 2.5}),
        json!({"maximum": u64::MAX}),
        json!({"exclusiveMaximum": u64::MAX}),
        json!({"exclusiveMinimum": i64::MIN}),
        json!({"minimum": 9_007_199_254_740_993_u64}),
        json!({"$ref": "#/$defs/inner"}),
        json!({"pattern": "^\\w*$"}),
        json!({"pattern": "^.{0,2}$"}),
        json!({"pattern": "\\s|\\bb"}),
        json!({"maxItems": 2}),
        json!({"minProperties": 1}),
    ]);
    plain.prop_recursive(2, 10, 3, |inner| {
        let of = || inner.clone();
        prop_oneof![
            1 => of().prop_map(|it| json!({"contains": it})),
            1 => (of(), 0_u64..3, 0_u64..3)
                .prop_map(|(it, a, b)| json!({"contains": it, "minContains": a, "maxContains": b})),
            1 => (of(), 0_u64..3).prop_map(|(it, a)| json!({"contains": it, "minContains": a})),
            1 => (of(), of()).prop_map(|(a, b)| json!({"prefixItems": [a, b]})),
            2 => (of(), of()).prop_map(|(a, b)| json!({"prefixItems": [a], "items": b})),
            1 => (of(), of(), of())
                .prop_map(|(a, b, c)| json!({"allOf": [{"prefixItems": [a, b]}, {"items": c}]})),
            1 => (of(), of()).prop_map(|(a, b)| json!({"prefixItems": [a], "unevaluatedItems": b})),
            1 => of().prop_map(|it| json!({"items": it, "uniqueItems": true})),
            1 => of().prop_map(|it| json!({"not": it})),
            1 => (of(), of()).prop_map(|(a, b)| json!({"anyOf": [a, b]})),
            1 => (of(), of()).prop_map(|(a, b)| json!({"oneOf": [a, b, {"type": "string"}]})),
            2 => objects(of().boxed()),
        ]
    })
}

const PATTERNS: [&str; 10] =
    ["^x-", "^[az]$", "^\\w$", "k|o", "", "^a|é", "\"", "^[a-z]", "^\\p{L}$", ".-|\\x61"];

/// What is said of an object.
fn objects(values: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let members = prop::collection::btree_map("[abko]", values.clone(), 0..3);
    let patterns =
        prop::collection::btree_map(prop::sample::select(&PATTERNS[..]), values.clone(), 1..4);
    let maybe = |it: BoxedStrategy<Value>, often| prop::option::weighted(often, it);
    (
        prop::option::weighted(0.8, members),
        prop::option::weighted(0.5, patterns),
        maybe(values.clone(), 0.3),
        maybe(names().boxed(), 0.4),
        maybe(values, 0.2),
        prop::collection::vec("[abz]", 0..2),
    )
        .prop_map(|(members, patterns, additional, names, unevaluated, required)| {
            let mut schema = json!({"required": required});
            let mut put = |name: &str, value: Option<Value>| {
                schema.as_object_mut().unwrap().extend(value.map(|it| (name.to_owned(), it)));
            };
            put("properties", members.map(|it| json!(it)));
            put("patternProperties", patterns.map(|it| json!(it)));
            put("additionalProperties", additional);
            put("propertyNames", names);
            put("unevaluatedProperties", unevaluated);
            schema
        })
}

/// What evaluates some members.
fn part() -> impl Strategy<Value = Value> {
    let members = prop::collection::btree_map("[abkoz]", values(), 0..3);
    let patterns = prop::option::weighted(0.2, prop::sample::select(&PATTERNS[..]));
    let required = prop::collection::vec("[abkz]", 0..2);
    (members, patterns, required, prop::bool::weighted(0.1)).prop_map(
        |(members, pattern, required, open)| {
            let mut part = json!({"properties": members, "required": required});
            if let Some(pattern) = pattern {
                part["patternProperties"] = json!({pattern: true});
            }
            if open {
                part["additionalProperties"] = json!({"type": ["integer", "object"]});
            }
            part
        },
    )
}

/// Schemas that evaluate members in branches and under conditions, and what is said of the others.
fn evaluating() -> impl Strategy<Value = Value> {
    let deep = part().prop_recursive(2, 8, 3, move |inner| {
        let of = || inner.clone();
        prop_oneof![
            (of(), of()).prop_map(|(a, b)| json!({"anyOf": [a, b]})),
            (of(), of()).prop_map(|(a, b)| json!({"oneOf": [a, b]})),
            (of(), of()).prop_map(|(mut a, b)| {
                a["allOf"] = json!([b]);
                a
            }),
            (of(), of(), of()).prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
            (of(), "[abz]").prop_map(|(a, name)| json!({"dependentSchemas": {name: a}})),
            of().prop_map(|it| json!({"not": it})),
            (of(), of()).prop_map(|(mut a, mut b)| {
                for (branch, tag) in [(&mut a, "a"), (&mut b, "ab")] {
                    branch["type"] = json!("object");
                    branch["required"] = json!(["b"]);
                    branch["properties"]["b"] = json!({"const": tag});
                }
                json!({"oneOf": [a, b]})
            }),
        ]
    });
    (part(), deep, values(), any::<bool>()).prop_map(|(mut whole, deep, rest, plain)| {
        for (name, value) in deep.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let rest = if plain { json!({"type": ["integer", "array"]}) } else { rest };
        whole["unevaluatedProperties"] = rest;
        whole
    })
}

pub(crate) fn schemas() -> impl Strategy<Value = Value> {
    let object = || objects(values().boxed());
    let whole = prop_oneof![
        4 => object(),
        2 => (object(), object()).prop_map(|(mut a, b)| {
            a["allOf"] = json!([b]);
            a
        }),
        1 => (object(), object()).prop_map(|(a, b)| json!({"allOf": [a, b], "unevaluatedProperties": false})),
        1 => (object(), object()).prop_map(|(mut a, b)| {
            a["anyOf"] = json!([b, {"propertyNames": {"maxLength": 1}}]);
            a["unevaluatedProperties"] = json!(false);
            a
        }),
        1 => (object(), object()).prop_map(|(mut a, b)| {
            a["dependentSchemas"] = json!({"z": b, "a": {"propertyNames": {"pattern": "^\\w+$"}}});
            a
        }),
        1 => (object(), object()).prop_map(|(mut a, b)| {
            a["if"] = json!({"required": ["a"]});
            a["then"] = b;
            a
        }),
        4 => evaluating(),
    ];
    whole.prop_map(|mut whole| {
        whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        whole["$defs"] = json!({"name": {"pattern": "^[a-z]+$"},
            "inner": {"type": ["object", "integer"], "properties": {"a": {}, "k": {"type": "integer"}}}});
        whole
    })
}
