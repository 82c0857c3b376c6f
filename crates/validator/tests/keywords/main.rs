//! Keywords about names, numbers and items (`propertyNames`, `patternProperties`, `multipleOf`,
//! `contains`, `prefixItems`, what is not evaluated) are proven only where both schema crates hold
//! them, and they are proven.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use validator::fast::Over;

#[path = "../agree/mod.rs"]
mod agree;
mod generated;

use agree::{Case, agree, cases_wanted, proven_alone_and_by_traces, share};
use generated::{documents, schemas};

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
    assert!(proven * 5 > valid * 3, "{proven} of {valid}");
}

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
            of(
                json!({"patternProperties": {"^x-": true}, "allOf": [{"patternProperties": {"^y": {}}}],
                "unevaluatedProperties": {"type": "integer"}}),
            ),
            vec![json!({"a": "s", "x-1": "s", "yy": [], "d": 1}), json!({"b": {"q": 1}})],
            vec![json!({"d": "s"}), json!({"d": 1, "ax-": "s"})],
        ),
        (
            // The tag tells which variant's members are evaluated.
            json!({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": false,
                "required": ["k"], "oneOf": [
                {"required": ["k"], "properties": {"k": {"const": "x"}, "b": {"type": "integer"}}},
                {"required": ["k"], "properties": {"k": {"const": "y"}, "z": {}},
                    "patternProperties": {"^q": {"type": "integer"}}}]}),
            vec![
                json!({"a": 1, "k": "x", "b": 1}),
                json!({"k": "y", "z": 1, "q1": 1}),
                json!({"k": "x"}),
            ],
            vec![
                json!({"k": "x", "z": 1}),
                json!({"k": "y", "b": 1}),
                json!({"k": "y", "q1": "s"}),
                json!({"k": "x", "q1": 1}),
            ],
        ),
        (
            // Conditions tell which members are.
            of(json!({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
                "then": {"properties": {"c": {"type": "string"}}},
                "else": {"patternProperties": {"^d": {"type": "string"}}},
                "dependentSchemas": {"b": {"properties": {"e": {}}}},
                "unevaluatedProperties": {"type": "null"}})),
            vec![
                json!({"a": 1, "c": "s", "f": null}),
                json!({"a": 2, "d": "s", "c": null}),
                json!({"b": 1, "e": 1}),
                json!({"e": null, "d2": "s"}),
            ],
            vec![
                json!({"a": 2, "c": "s"}),
                json!({"a": 1, "d": "s"}),
                json!({"e": 1}),
                json!({"b": 1, "f": 1}),
            ],
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
    cases().iter().for_each(proven_alone_and_by_traces);
}

#[test]
fn other_drafts_are_left_to_the_engine() {
    let schema = json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"});
    let view = &mut <agree::Some_ as validator::facts::FactsFamily>::Of::default();
    assert!(validator::fast::compile(&schema, view, Over::Several).is_none());
}
