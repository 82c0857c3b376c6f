//! Large schemas: an answer, or a plain word that they are too large; never a run without end.
#![allow(clippy::unwrap_used)]

use compat::{Comparison, Options, Verdict, compare};
use serde_json::{Value, json};

fn found(old: &Value, new: &Value) -> Comparison {
    compare(old, new, &Options::default()).unwrap()
}

fn wide(members: usize, last: &str) -> Value {
    let properties = (0..members).map(|n| {
        let kind = if n + 1 == members { last } else { "string" };
        (format!("m{n}"), json!({"type": kind}))
    });
    json!({"type": "object", "properties": properties.collect::<serde_json::Map<_, _>>()})
}

fn union(variants: usize, most: u64) -> Value {
    let variant = |n: usize| {
        let tag = json!({"type": "string", "const": format!("v{n}")});
        let text = json!({"type": "string", "maxLength": most + u64::from(n != 7)});
        json!({"type": "object", "required": ["k"], "properties": {"k": tag, "t": text}})
    };
    json!({"oneOf": (0..variants).map(variant).collect::<Value>()})
}

#[test]
fn thousands_of_members_and_hundreds_of_variants_are_answered() {
    let wider = found(&wide(5_000, "integer"), &wide(5_000, "number"));
    assert_eq!(wider.backward, Verdict::Compatible);
    assert_eq!(wider.forward.breaks().len(), 1);
    let looser = found(&union(300, 3), &union(300, 4));
    assert_eq!(looser.backward, Verdict::Compatible);
    assert_eq!(looser.forward.word(), "breaking");
}

#[test]
fn what_is_too_large_is_said_to_be_and_takes_no_time() {
    let (old, new) = (wide(40_000, "integer"), wide(40_000, "number"));
    let Verdict::Unknown(doubt) = found(&old, &new).backward else { unreachable!() };
    assert!(doubt.reason.contains("more than 50000 values"), "{}", doubt.reason);
    assert_eq!(found(&old, &old).forward, Verdict::Compatible);
}

#[test]
fn unions_that_nothing_tells_apart_end_with_the_budget() {
    let branch = |n: usize| json!({"properties": {format!("k{n}"): {"maxLength": 3}}});
    let of = |count: usize| json!({"oneOf": (0..count).map(branch).collect::<Value>()});
    let options = Options { budget: 5_000, ..Options::default() };
    let answer = compare(&of(120), &of(121), &options).unwrap();
    assert!(matches!(answer.backward, Verdict::Unknown(_)), "{:?}", answer.backward);
}
