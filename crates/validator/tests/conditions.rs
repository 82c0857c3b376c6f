//! Conditions (`if`, `not`, dependent members, unions of required sets) are proven only where both
//! schema crates hold them, alone and by the traces of other documents; and they are proven.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

mod agree;

use agree::{Case, agree, cases_wanted, proven_alone_and_by_traces, share};

fn scalars() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(7),
        json!(-2),
        json!(0.0),
        json!(1.0),
        json!(0.5),
        json!(""),
        json!("a"),
        json!("b"),
        json!("ab"),
        json!("é\""),
        json!("/a~1"),
        json!("2026-03-01"),
        json!([]),
        json!([0]),
        json!(["a", "b"]),
        json!(["a", "a"]),
        json!([[1, 2], {"a": "],["}]),
        json!({}),
    ])
}

fn documents() -> impl Strategy<Value = Value> {
    let object = |values: BoxedStrategy<Value>, names: &'static str| {
        prop::collection::btree_map(names, values, 0..6)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    };
    let inner = object(scalars().boxed(), "[akz]").boxed();
    let member = prop_oneof![3 => scalars(), 1 => inner.clone()].boxed();
    let whole = (object(member, "[abkoz]"), prop::option::weighted(0.4, inner)).prop_map(
        |(mut whole, inner)| {
            whole.as_object_mut().unwrap().extend(inner.map(|inner| ("o".to_owned(), inner)));
            whole
        },
    );
    prop_oneof![12 => whole, 1 => scalars()]
}

/// What is said of one value.
#[allow(clippy::too_many_lines)] // a table
fn leaves() -> impl Strategy<Value = Value> {
    let plain = prop::sample::select(vec![
        json!({}),
        json!(true),
        json!({"type": "string"}),
        json!({"type": ["string", "null"]}),
        json!({"type": "integer"}),
        json!({"type": "number"}),
        json!({"type": "null"}),
        json!({"type": "object"}),
        json!({"const": "a"}),
        json!({"const": 0}),
        json!({"const": null}),
        json!({"enum": ["a", "b"]}),
        json!({"enum": [null, 0]}),
        json!({"enum": ["a", 1, true]}),
        json!({"maxLength": 0}),
        json!({"minLength": 1}),
        json!({"minLength": 2, "maxLength": 2}),
        json!({"pattern": "^[ab]+$"}),
        json!({"format": "json-pointer"}),
        json!({"format": "date"}),
        json!({"minimum": 0}),
        json!({"type": "integer", "maximum": 1}),
        json!({"minItems": 1}),
        json!({"type": "array", "maxItems": 0}),
        json!({"uniqueItems": true}),
        json!({"multipleOf": 2}),
        json!({"exclusiveMinimum": 0}),
        json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
        json!({"pattern": "^\\w\\d?$"}),
        json!({"format": "ipv4"}),
        json!({"contains": {"const": "a"}}),
        json!({"contains": {"type": "string"}, "maxContains": 1}),
        json!({"items": {"exclusiveMaximum": 1}}),
        json!({"items": {"enum": ["a", {}, [1, 2]]}, "minItems": 1}),
        json!({"propertyNames": {"pattern": "^[ak]$"}}),
        json!({"minProperties": 1, "maxProperties": 2}),
        json!({"const": {"a": 1.0}}),
        json!({"patternProperties": {"^z": {"type": "integer"}}}),
        json!(false),
    ]);
    plain.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| json!({"not": it})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|it| json!({"anyOf": it})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|it| json!({"oneOf": it})),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
        ]
    })
}

/// What is said of an object.
fn conditions() -> impl Strategy<Value = Value> {
    let names = || prop::collection::btree_set("[abkoz]", 0..3);
    let members = || prop::collection::btree_map("[abk]", leaves(), 0..3);
    let inner = (
        prop::collection::btree_set("[akz]", 0..2),
        prop::collection::btree_map("[ak]", leaves(), 0..2),
    )
        .prop_map(|(required, members)| json!({"required": required, "properties": members}));
    let plain = prop_oneof![
        2 => names().prop_map(|names| json!({"required": names})),
        3 => members().prop_map(|members| json!({"properties": members})),
        4 => (names(), members())
            .prop_map(|(names, members)| json!({"required": names, "properties": members})),
        1 => inner.prop_map(|inner| json!({"properties": {"o": inner}})),
        2 => ("[abkz]", names()).prop_map(|(name, names)| json!({"dependentRequired": {name: names}})),
        1 => prop::sample::select(vec![json!(true), json!(false), json!({"type": "object"}),
            json!({"type": ["string", "null"]}), json!({"minProperties": 2}), json!({"enum": [1, {}]}),
            json!({"maxProperties": 3}), json!({"propertyNames": {"maxLength": 1}}),
            json!({"const": "a"}), json!({"maxLength": 1}), json!({"properties": {"y": {}}}),
            json!({"properties": {"z": {"properties": {"k": {}}}, "o": {"properties": {"z": {}}}}}),
            json!({"$ref": "#/$defs/names"}), json!({"additionalProperties": false}),
            json!({"patternProperties": {"^[zk]": {"type": ["integer", "object", "null"]}}}),
            json!({"properties": {"a": {}, "o": {}}, "additionalProperties": {"properties": {"k": {}}}}),
            json!({"patternProperties": {"^z$": {"properties": {"a": {}}}}})]),
    ];
    plain.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            1 => inner.clone().prop_map(|it| json!({"not": it})),
            1 => prop::collection::vec(inner.clone(), 1..4).prop_map(|it| json!({"anyOf": it})),
            1 => prop::collection::vec(inner.clone(), 1..4).prop_map(|it| json!({"oneOf": it})),
            1 => prop::collection::vec(inner.clone(), 1..3).prop_map(|it| json!({"allOf": it})),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"if": a, "then": b})),
            2 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| json!({"if": a, "then": b, "else": c})),
            1 => ("[abkz]", inner).prop_map(|(name, it)| json!({"dependentSchemas": {name: it}})),
        ]
    })
}

fn objects() -> impl Strategy<Value = Value> {
    let typed = prop::sample::select(vec![json!("object"), json!(["object", "null", "string"])]);
    let inner = prop::collection::btree_map("[ak]", leaves(), 0..3)
        .prop_map(|members| json!({"type": ["object", "null"], "properties": members}));
    let members = prop::collection::btree_map(
        "[abk]",
        prop_oneof![2 => Just(json!({})), 1 => leaves()],
        1..4,
    );
    let open = prop::sample::select(vec![
        None,
        None,
        None,
        Some(json!(false)),
        Some(json!({"type": "integer"})),
    ]);
    (typed, members, inner, prop::collection::vec(conditions(), 1..4), open, any::<bool>())
        .prop_map(|(typed, mut members, inner, conditions, open, patterns)| {
            for name in ["a", "b", "k"] {
                members.entry(name.to_owned()).or_insert(json!({}));
            }
            members.insert("o".to_owned(), inner);
            let mut schema = json!({"type": typed, "properties": members, "allOf": conditions});
            if open.is_some() && patterns {
                schema["patternProperties"] = json!({"^[az]$": {"type": ["integer", "array"]}});
            }
            if let Some(open) = open {
                schema["additionalProperties"] = open;
            }
            schema
        })
}

fn schemas() -> impl Strategy<Value = Value> {
    let tagged = (objects(), objects()).prop_map(|(mut one, mut other)| {
        for (branch, tag) in [(&mut one, "a"), (&mut other, "b")] {
            branch["properties"]["k"] = json!({"const": tag});
            branch["required"] = json!(["k"]);
            branch["type"] = json!("object");
        }
        json!({"oneOf": [one, other]})
    });
    let whole = prop_oneof![
        6 => objects(),
        1 => objects().prop_map(|it| json!({"type": "object", "properties": {"o": it, "a": {}}})),
        1 => objects().prop_map(|it| json!({"type": ["array", "object"], "items": it, "minProperties": 1})),
        1 => tagged,
    ];
    whole.prop_map(|mut whole| {
        whole["$defs"] = json!({"names": {"properties": {"z": {"properties": {"a": {}}}},
            "else": {"properties": {"k": {"minLength": 1}}}}});
        whole
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases_wanted(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proven_of_conditions_holds(
        schema in schemas(), documents in prop::collection::vec(documents(), 16),
    ) {
        agree(&schema, &documents)?;
    }
}

#[test]
fn most_of_what_holds_is_proven() {
    let (valid, proven) = share(&schemas(), &prop::collection::vec(documents(), 16));
    println!("{proven} of {valid} valid documents are proven");
    assert!(proven * 10 > valid * 9, "{proven} of {valid}");
}

#[allow(clippy::too_many_lines)] // a table
fn cases() -> Vec<Case> {
    let named = json!({"a": {}, "b": {}, "k": {"type": ["string", "null"]}});
    let of = |more: Value| {
        let mut schema = json!({"type": "object", "properties": named});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    vec![
        (
            of(json!({"if": {"required": ["k"], "properties": {"k": {"type": "string"}}},
                "then": {"required": ["a"]}, "else": {"properties": {"a": {"maxLength": 0}}}})),
            vec![
                json!({"k": "x", "a": 1}),
                json!({"k": null, "a": ""}),
                json!({"a": ""}),
                json!({}),
            ],
            vec![json!({"k": "x"}), json!({"k": null, "a": "x"}), json!({"a": "x"})],
        ),
        (
            of(json!({"not": {"required": ["a", "b"]}, "dependentRequired": {"k": ["a"]}})),
            vec![json!({"a": 1}), json!({"b": 1}), json!({"k": "", "a": 1})],
            vec![json!({"a": 1, "b": 1}), json!({"k": null})],
        ),
        (
            of(json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "minProperties": 2})),
            vec![json!({"a": 1, "k": ""}), json!({"b": 1, "k": null})],
            vec![json!({"a": 1}), json!({"a": 1, "b": 1}), json!({"k": "", "z": 1})],
        ),
        (
            json!({"type": "object", "properties": {"a": {"anyOf": [{"const": 0}, {"minimum": 5}],
                "type": "integer"}, "b": {"not": {"enum": [null, 0]}}}}),
            vec![json!({"a": 0}), json!({"a": 7, "b": 1}), json!({"b": 0.5})],
            vec![json!({"a": 4}), json!({"b": null}), json!({"b": 0}), json!({"b": 0.0})],
        ),
        (
            // What depends on a member asks nothing of a value without members.
            json!({"type": ["object", "array"], "properties": {"o": {"oneOf": [
                {"dependentSchemas": {"z": {"oneOf": [true, {"required": []}]}}}, {"minLength": 0}]}}}),
            vec![json!({"o": {"z": 1}})],
            vec![json!({"o": null}), json!({"o": {}})],
        ),
        (
            json!({"oneOf": [
                {"type": "object", "required": ["k"], "allOf": [{"anyOf": [{"required": []}]}],
                    "properties": {"a": {}, "k": {"const": "a"}, "o": {"type": ["object", "null"]}}},
                {"type": "object", "required": ["k"], "allOf": [{"required": []}],
                    "properties": {"a": {}, "k": {"const": "b"}, "o": {"type": ["object", "null"]}}}]}),
            vec![
                json!({"a": {"a": 0, "k": 0.0}, "k": "a"}),
                json!({"a": ["a", "b"], "k": "a", "o": {"k": null}}),
                json!({"k": "b"}),
            ],
            vec![json!({}), json!(null), json!({"k": "c"})],
        ),
        (
            // A condition names members that nothing else names, and members inside them.
            of(json!({"if": {"required": ["k"]}, "then": {"required": ["z"], "properties": {
                "z": {"properties": {"a": {"type": "integer"}}}}}})),
            vec![
                json!({"k": "x", "z": {"a": 1, "b": 2}}),
                json!({"z": {"a": "x"}, "y": 1}),
                json!({"a": {"q": 1}}),
            ],
            vec![json!({"k": "x"}), json!({"k": "x", "z": {"a": "x"}})],
        ),
        (
            of(json!({"anyOf": [{"properties": {"z": {"const": 1}}}, {"required": ["a"]}]})),
            vec![json!({"z": 1, "y": 1}), json!({"a": 1, "z": 2})],
            vec![json!({"z": 2})],
        ),
        (
            // An `if` that is not modelled: proven where both ways hold.
            of(json!({"if": {"properties": {"a": {"multipleOf": 2}}},
                "then": {"required": ["k"]}, "else": {"properties": {"k": {"type": "string"}}}})),
            vec![json!({"a": 3, "k": "x"}), json!({"a": 4, "k": "x"})],
            vec![json!({"a": 4}), json!({"a": 3, "k": null})],
        ),
    ]
}

#[test]
fn conditions_are_proven_alone_and_by_traces() {
    cases().iter().for_each(proven_alone_and_by_traces);
}

#[test]
fn a_member_inside_another_is_not_taken_for_the_tag() {
    let branch = |tag: &str| json!({"type": "object", "required": ["k"], "properties": {"k": {"const": tag}, "a": {}}});
    let schema = json!({"oneOf": [branch("a"), branch("b")]});
    // Where the tag stood in the first, a member of that name stands in the second, a level deeper.
    let documents = [
        json!({"a": "12345", "k": "a"}),
        json!({"a": {"a": -2, "k": null}, "k": "b"}),
        json!({"a": {"a": -2, "k": "a"}, "k": "b"}),
    ];
    assert_eq!(agree(&schema, &documents).unwrap(), (6, 6));
}

#[test]
fn a_member_that_only_a_view_names_is_not_proven_where_none_is_allowed() {
    let schema = json!({"type": "object", "properties": {"a": {}}, "additionalProperties": false});
    assert_eq!(agree(&schema, &[json!({"a": 1, "z": 1}), json!({"z": 0})]).unwrap(), (0, 0));
}
