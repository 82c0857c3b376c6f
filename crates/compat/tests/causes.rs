//! One finding a cause, named after the change, with the places on both sides.
#![allow(clippy::unwrap_used, clippy::too_many_lines)]

use compat::{Comparison, Options, compare};
use serde_json::{Value, json};

fn compared(old: &Value, new: &Value) -> Comparison {
    compare(old, new, &Options::default()).unwrap()
}

fn backward(old: &Value, new: &Value) -> Vec<(&'static str, String, String)> {
    let result = compared(old, new);
    let breaks = result.backward.breaks().iter();
    breaks
        .map(|b| (b.rule, b.witness.to_string(), b.new_pointer.clone().unwrap_or_default()))
        .collect()
}

fn forward(old: &Value, new: &Value) -> Vec<&'static str> {
    compared(old, new).forward.breaks().iter().map(|b| b.rule).collect()
}

#[test]
fn each_change_gives_one_finding_with_a_witness_of_its_own() {
    let old = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "level": {"enum": ["low", "mid", "high"]},
            "size": {"type": "integer", "minimum": 0}
        },
        "required": ["name"]
    });
    let new = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "level": {"enum": ["low", "high"]},
            "size": {"type": "integer", "minimum": 1},
            "owner": {"type": "string"}
        },
        "required": ["name", "owner"]
    });
    let mut found = backward(&old, &new);
    found.sort();
    let row = |rule, witness: &str, at: &str| (rule, witness.to_owned(), at.to_owned());
    assert_eq!(
        found,
        [
            row(
                "bound-tightened",
                r#"{"name":"","owner":"","size":0}"#,
                "/properties/size/minimum"
            ),
            row(
                "enum-value-removed",
                r#"{"level":"mid","name":"","owner":""}"#,
                "/properties/level/enum"
            ),
            // The old schema is open: anything may have stood under the new member's name.
            row("property-constrained", r#"{"name":"","owner":0}"#, "/properties/owner/type"),
            row("required-added", r#"{"name":""}"#, "/required"),
        ]
    );
    let emitted = Options { world: compat::World::EmittedOnly, ..Options::default() };
    let rules = compare(&old, &new, &emitted).unwrap();
    let rules: Vec<_> = rules.backward.breaks().iter().map(|b| b.rule).collect();
    assert_eq!(rules, ["required-added", "enum-value-removed", "bound-tightened"]);
}

#[test]
fn kinds_have_their_names_in_both_directions() {
    let rows = [
        (
            json!({"type": ["string", "null"]}),
            json!({"type": "string"}),
            "type-narrowed",
            "type-widened",
        ),
        (json!({"maxLength": 9}), json!({"maxLength": 3}), "bound-tightened", "bound-loosened"),
        (json!({}), json!({"pattern": "^a"}), "pattern-tightened", "pattern-loosened"),
        (json!({}), json!({"multipleOf": 2}), "multiple-of-tightened", "multiple-of-loosened"),
        (json!({}), json!({"uniqueItems": true}), "unique-items-added", "unique-items-removed"),
        (
            json!({}),
            json!({"contains": {"type": "null"}}),
            "contains-tightened",
            "contains-loosened",
        ),
        (json!({}), json!({"not": {"const": 1}}), "exclusion-added", "exclusion-removed"),
        (
            json!({}),
            json!({"dependentRequired": {"a": ["b"]}}),
            "dependency-added",
            "dependency-removed",
        ),
        (json!({}), json!({"required": ["a"]}), "required-added", "required-removed"),
        (json!({}), json!({"additionalProperties": false}), "object-closed", "object-opened"),
        (
            json!({}),
            json!({"propertyNames": {"maxLength": 2}}),
            "property-names-tightened",
            "property-names-loosened",
        ),
    ];
    for (wide, narrow, tightened, loosened) in rows {
        let rules: Vec<_> = backward(&wide, &narrow).into_iter().map(|row| row.0).collect();
        assert_eq!(rules, [tightened], "{narrow}");
        assert_eq!(forward(&narrow, &wide), [loosened], "{narrow}");
    }
}

#[test]
fn a_closed_object_tells_declared_members_from_others() {
    let with = json!({"properties": {"a": {}, "b": {}}, "additionalProperties": false});
    let without = json!({"properties": {"a": {}}, "additionalProperties": false});
    assert_eq!(backward(&with, &without)[0].0, "property-removed");
    assert_eq!(forward(&without, &with), ["property-added"]);
}

#[test]
fn a_union_is_followed_into_the_variant_that_is_meant() {
    let variant = |kind: &str, least: i64| {
        json!({"type": "object", "required": ["kind", "n"],
            "properties": {"kind": {"const": kind}, "n": {"type": "integer", "minimum": least}}})
    };
    let old = json!({"oneOf": [variant("a", 0), variant("b", 0), variant("c", 0)]});
    let new = json!({"oneOf": [variant("a", 5), variant("b", 0)]});
    let mut rules: Vec<_> =
        backward(&old, &new).into_iter().map(|(rule, _, at)| (rule, at)).collect();
    rules.sort();
    assert_eq!(
        rules,
        [
            ("bound-tightened", "/oneOf/0/properties/n/minimum".to_owned()),
            ("variant-removed", "/oneOf".to_owned()),
        ]
    );
}

#[test]
fn a_type_that_is_no_longer_said_is_one_cause_in_the_words_of_the_reader_as_it_is() {
    let old = json!({"type": "object", "properties": {"a": {"type": ["string", "null"]}}});
    let messages = |new: &Value| -> Vec<String> {
        let found = compared(&old, new);
        found.forward.breaks().iter().map(|b| b.message.clone()).collect()
    };
    let open = messages(&json!({"properties": {"a": {"type": ["string", "null"]}}}));
    assert_eq!(open, [r#"the document must be of type "object"; the writer may send 0"#]);
    // Types that the writer names are a cause each.
    let named = json!({"type": ["object", "string", "null"], "properties": old["properties"]});
    let says =
        |value| format!("the document must be of type \"object\"; the writer may send {value}");
    assert_eq!(messages(&named), [says("\"\""), says("null")]);
}
