//! Types that hold one another, where a writer emits declared members only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use compat::{Comparison, Options, Verdict, World, compare};
use serde_json::{Value, json};

/// Steps that none of these questions needs.
const BUDGET: u64 = 2_000;

fn emitted(old: &Value, new: &Value) -> Comparison {
    let options = Options { world: World::EmittedOnly, budget: BUDGET, ..Options::default() };
    compare(old, new, &options).unwrap()
}

fn variant(tag: &str, name: &str, held: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {"kind": {"const": tag}, name: held},
        "required": ["kind"],
    })
}

/// A value is an enum; what a variant holds is the other type again.
fn syntax() -> Value {
    let (term, list) = (json!({"$ref": "#/$defs/Term"}), json!({"$ref": "#/$defs/List"}));
    let option = |of: &Value| json!({"anyOf": [of, {"type": "null"}]});
    let list_of = |of: &Value| json!({"type": "array", "items": of});
    json!({
        "type": "object",
        "properties": {"list": list, "term": term},
        "$defs": {
            "Term": {"oneOf": [
                variant("leaf", "name", &json!({"type": "string"})),
                variant("apply", "to", &option(&list)),
                variant("not", "of", &option(&term)),
            ]},
            "List": {"oneOf": [
                variant("all", "terms", &list_of(&term)),
                variant("tree", "lists", &list_of(&list)),
                variant("one", "term", &option(&term)),
            ]},
        },
    })
}

#[test]
fn what_a_writer_emits_is_known_however_types_hold_one_another() {
    let old = syntax();
    let mut new = old.clone();
    new["$defs"]["List"]["oneOf"][0]["additionalProperties"] = false.into();
    let found = emitted(&old, &new);
    assert!(matches!(found.backward, Verdict::Compatible), "{:?}", found.backward);
    assert!(matches!(found.forward, Verdict::Compatible), "{:?}", found.forward);
}

#[test]
fn a_break_deep_inside_is_found_and_holds_declared_members_only() {
    let old = syntax();
    let mut new = old.clone();
    new["$defs"]["Term"]["oneOf"][0]["properties"]["name"]["minLength"] = 1.into();
    let found = emitted(&old, &new);
    let breaks = found.backward.breaks();
    assert_eq!(breaks.len(), 1);
    let leaf = json!({"kind": "leaf", "name": ""});
    assert_eq!(breaks[0].witness, json!({"list": {"kind": "one", "term": leaf}}));
    assert!(matches!(found.forward, Verdict::Compatible), "{:?}", found.forward);
}

#[test]
fn a_list_whose_items_are_told_by_what_they_contain_ends() {
    let schema = |least: u64| {
        json!({
            "type": "object",
            "properties": {"name": {"type": "string", "minLength": least}},
            "oneOf": [{"properties": {"below": {"contains": {"$ref": "#"}}}}],
        })
    };
    let found = emitted(&schema(1), &schema(0));
    assert!(matches!(found.backward, Verdict::Compatible), "{:?}", found.backward);
    assert!(!matches!(found.forward, Verdict::Compatible));
}
