//! Keywords about names, numbers and items (`propertyNames`, `patternProperties`, `multipleOf`,
//! `contains`, `prefixItems`, what is not evaluated) are proven only where both schema crates hold
//! them, and they are proven.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

mod agree;

use agree::{agree, cases_wanted, share};

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

fn documents() -> impl Strategy<Value = Value> {
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

const PATTERNS: [&str; 8] = ["^x-", "^[az]$", "^\\w$", "k|o", "", "^a|é", "\"", "^[a-z]"];

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

fn schemas() -> impl Strategy<Value = Value> {
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
    ];
    whole.prop_map(|mut whole| {
        whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        whole["$defs"] = json!({"name": {"pattern": "^[a-z]+$"},
            "inner": {"type": ["object", "integer"], "properties": {"a": {}, "k": {"type": "integer"}}}});
        whole
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases_wanted(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proven_of_names_numbers_and_items_holds(
        schema in schemas(), documents in prop::collection::vec(documents(), 16),
    ) {
        agree(&schema, &documents)?;
    }
}

#[test]
fn much_of_what_holds_is_proven() {
    let (valid, proven) = share(&schemas(), &prop::collection::vec(documents(), 16));
    println!("{proven} of {valid} valid documents are proven");
    assert!(proven * 5 > valid * 2, "{proven} of {valid}");
}

/// Schema, documents that hold and are proven, documents that do not hold.
type Case = (Value, Vec<Value>, Vec<Value>);

#[allow(clippy::too_many_lines)] // a table
fn cases() -> Vec<Case> {
    let of = |more: Value| {
        let mut schema = json!({"type": "object", "properties": {"a": {}, "b": {}}});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    vec![
        (
            of(json!({"propertyNames": {"pattern": "^[a-c]$"}})),
            vec![json!({"a": 1}), json!({"b": {"q": 1}, "c": 1}), json!({})],
            vec![json!({"d": 1}), json!({"a": 1, "cc": 1})],
        ),
        (
            // Beyond the common dialect: the schema engine is asked, once for the names that the
            // schema lists, and for others where they stand.
            of(json!({"propertyNames": {"pattern": "^\\w$"}})),
            vec![json!({"a": 1}), json!({"b": 1, "c": 1})],
            vec![json!({"-": 1}), json!({"a": 1, "cc": 1})],
        ),
        (
            of(json!({"propertyNames": {"enum": ["a", "c"]}})),
            vec![json!({"a": 1, "c": 1})],
            vec![json!({"b": 1}), json!({"d": 1})],
        ),
        (
            of(
                json!({"patternProperties": {"^x-": {"type": "integer"}, "^[ab]": {"minLength": 1}},
                "additionalProperties": false}),
            ),
            vec![json!({"x-1": 4, "a": "q"}), json!({"bb": [1]}), json!({"a": {"r": 1}})],
            vec![json!({"x-1": "a"}), json!({"a": ""}), json!({"c": 1}), json!({"bb": ""})],
        ),
        (
            of(json!({"patternProperties": {"^x": {"$ref": "#/$defs/n"}},
                "$defs": {"n": {"type": "object", "properties": {"m": {"type": "integer"}}}}})),
            vec![json!({"x": {"m": 1, "o": 2}}), json!({"y": 1, "a": {"s": 1}})],
            vec![json!({"x": {"m": "a"}}), json!({"xx": 1})],
        ),
        (
            of(json!({"allOf": [{"properties": {"c": {}}}], "unevaluatedProperties": false})),
            vec![json!({"a": 1, "c": 1}), json!({"b": {"z": 1}})],
            vec![json!({"d": 1})],
        ),
        (
            // Not known before the value is.
            of(json!({"anyOf": [{"required": ["a"]}, {"required": ["b"]}],
                "unevaluatedProperties": {"type": "integer"}})),
            vec![json!({"a": "s", "d": 1}), json!({"b": 1})],
            vec![json!({"a": 1, "d": "s"}), json!({"d": 1})],
        ),
        (
            json!({"properties": {"a": {"type": "array", "prefixItems": [{"type": "string"},
                {"type": "object", "properties": {"k": {}}}], "items": {"multipleOf": 2}}}}),
            vec![
                json!({"a": ["s", {"k": 1, "j": 1}, 2, 4.0]}),
                json!({"a": []}),
                json!({"a": ["s"]}),
            ],
            vec![json!({"a": [1]}), json!({"a": ["s", {}, 3]}), json!({"a": ["s", 1]})],
        ),
        (
            json!({"properties": {"a": {"contains": {"properties": {"k": {"const": 1}},
                "required": ["k"], "type": "object"}, "maxContains": 1}}}),
            vec![json!({"a": [{"k": 1}, {"k": 2}, 3]}), json!({"a": 5})],
            vec![json!({"a": []}), json!({"a": [{"k": 1}, {"k": 1}]})],
        ),
        (
            json!({"type": "object", "additionalProperties": {"multipleOf": 3, "exclusiveMinimum": 0.5,
                "exclusiveMaximum": 12, "type": "number"}}),
            vec![json!({"a": 3, "b": 6.0, "c": 9})],
            vec![json!({"a": 0}), json!({"a": 12}), json!({"a": 4}), json!({"a": 3.5})],
        ),
    ]
}

#[test]
fn keywords_are_proven_alone_and_by_traces() {
    for (schema, fine, bad) in cases() {
        let (valid, proven) = agree(&schema, &fine).unwrap();
        assert_eq!((valid, proven), (2 * fine.len(), 2 * fine.len()), "{schema}");
        let (valid, _) = agree(&schema, &bad).unwrap();
        assert_eq!(valid, 0, "{schema}");
        let all: Vec<Value> = fine.iter().chain(&bad).chain(&fine).cloned().collect();
        assert_eq!(agree(&schema, &all).unwrap().1, 4 * fine.len(), "{schema}");
    }
}

#[test]
fn other_drafts_are_left_to_the_engine() {
    let schema = json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"});
    let view = &mut <agree::Some_ as validator::facts::FactsFamily>::Of::default();
    assert!(validator::fast::compile(&schema, view).is_none());
}
