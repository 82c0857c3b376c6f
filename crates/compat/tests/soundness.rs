//! What is called compatible is attacked: random pairs of schemas over a small world of names,
//! bounds and patterns, and a pool of documents from the same world. No document of the pool may
//! refute a proof; every witness must be accepted by one side and refused by the other.
#![allow(clippy::unwrap_used, clippy::too_many_lines)]

use compat::{Break, FormatMode, Options, Verdict, compare};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Documents of the small world: every scalar, arrays and objects of them, two levels deep.
fn pool() -> Vec<Value> {
    let scalars: Vec<Value> = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(-1),
        json!(4),
        json!(6),
        json!(0.5),
        json!(1.5),
        json!(2.5),
        json!(100),
        json!(""),
        json!("a"),
        json!("b"),
        json!("ab"),
        json!("aa"),
        json!("abc"),
        json!("\u{1F600}"),
        json!("0"),
    ];
    let few = [json!(0), json!(1), json!(1.5), json!("a"), json!("ab"), json!(null), json!({})];
    let mut pool = scalars.clone();
    let mut parts = vec![json!([]), json!({})];
    for a in &scalars {
        parts.push(json!([a]));
        parts.extend(["a", "b", "zz"].map(|name| json!({ name: a })));
    }
    for a in &few {
        for b in &few {
            parts.push(json!([a, b]));
            parts.push(json!({"a": a, "b": b}));
            parts.push(json!({"a": a, "zz": b}));
            parts.extend(few.iter().map(|c| json!([a, b, c])));
            parts.push(json!({"a": a, "b": b, "c": 0}));
        }
    }
    for inner in parts.iter().step_by(5) {
        pool.push(json!([inner]));
        pool.push(json!({"a": inner}));
        pool.push(json!({"a": inner, "b": 1}));
    }
    pool.extend(parts);
    pool
}

fn scalar() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(2),
        json!(1.5),
        json!("a"),
        json!("ab"),
        json!(""),
        json!([]),
        json!([1]),
        json!({}),
        json!({"a": 1}),
        json!({"a": "a", "b": 1}),
    ])
}

fn small() -> impl Strategy<Value = Value> {
    select(vec![json!(0), json!(1), json!(2), json!(3)])
}

fn pattern() -> impl Strategy<Value = &'static str> {
    select(vec!["^a", "a", "b$", "^[ab]+$", "^(a|b)$", "^$", ".", "^ab?$", "[0-9]", "^(?!a)", "^z"])
}

fn type_name() -> impl Strategy<Value = Value> {
    let names = || {
        select(vec!["null", "boolean", "integer", "number", "string", "array", "object"])
            .prop_map(Value::from)
    };
    prop_oneof![4 => names(), 1 => prop::collection::btree_set(names().prop_map(|v| v.to_string()), 1..3)
        .prop_map(|set| set.iter().map(|t| Value::from(t.trim_matches('"'))).collect())]
}

fn leaf_keyword() -> BoxedStrategy<(&'static str, Value)> {
    let number = || select(vec![json!(0), json!(1), json!(2), json!(1.5), json!(3), json!(-1)]);
    let names = || {
        prop::collection::btree_set(select(vec!["a", "b", "c"]), 1..3)
            .prop_map(|set| set.into_iter().map(Value::from).collect::<Value>())
    };
    prop_oneof![
        4 => type_name().prop_map(|v| ("type", v)),
        2 => prop::collection::vec(scalar(), 1..4).prop_map(|v| ("enum", dedup(v))),
        1 => scalar().prop_map(|v| ("const", v)),
        1 => number().prop_map(|v| ("minimum", v)),
        1 => number().prop_map(|v| ("maximum", v)),
        1 => number().prop_map(|v| ("exclusiveMinimum", v)),
        1 => number().prop_map(|v| ("exclusiveMaximum", v)),
        1 => select(vec![json!(1), json!(2), json!(3), json!(0.5), json!(1.5)]).prop_map(|v| ("multipleOf", v)),
        1 => small().prop_map(|v| ("minLength", v)),
        1 => small().prop_map(|v| ("maxLength", v)),
        1 => pattern().prop_map(|v| ("pattern", v.into())),
        1 => small().prop_map(|v| ("minItems", v)),
        1 => small().prop_map(|v| ("maxItems", v)),
        1 => any::<bool>().prop_map(|v| ("uniqueItems", v.into())),
        1 => small().prop_map(|v| ("minProperties", v)),
        1 => small().prop_map(|v| ("maxProperties", v)),
        2 => names().prop_map(|v| ("required", v)),
        1 => names().prop_map(|v| ("dependentRequired", json!({ "a": v }))),
    ]
    .boxed()
}

fn dedup(values: Vec<Value>) -> Value {
    let mut unique: Vec<Value> = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    Value::Array(unique)
}

fn keyword(inner: BoxedStrategy<Value>) -> BoxedStrategy<Vec<(&'static str, Value)>> {
    let one = |name: &'static str| inner.clone().prop_map(move |v| vec![(name, v)]).boxed();
    let list = |name: &'static str, n| {
        prop::collection::vec(inner.clone(), 1..n).prop_map(move |v| vec![(name, v.into())]).boxed()
    };
    let map = |name: &'static str, keys: Vec<&'static str>| {
        prop::collection::btree_map(select(keys), inner.clone(), 1..3)
            .prop_map(move |m| {
                let m: Map<String, Value> = m.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
                vec![(name, m.into())]
            })
            .boxed()
    };
    let counted = (inner.clone(), small(), prop::option::of(small()))
        .prop_map(|(schema, min, max)| {
            let mut all = vec![("contains", schema), ("minContains", min)];
            all.extend(max.map(|max| ("maxContains", max)));
            all
        })
        .boxed();
    let conditional = (inner.clone(), inner.clone(), inner.clone())
        .prop_map(|(a, b, c)| vec![("if", a), ("then", b), ("else", c)])
        .boxed();
    prop_oneof![
        3 => map("properties", vec!["a", "b", "c"]),
        1 => map("patternProperties", vec!["^a", "b", "^[a-z]$", "^zz$", "."]),
        2 => one("additionalProperties"),
        1 => (pattern(), any::<bool>()).prop_map(|(p, n)| vec![("propertyNames", if n { json!({"pattern": p}) } else { json!({"not": {"pattern": p}}) })]).boxed(),
        1 => map("dependentSchemas", vec!["a", "b"]),
        2 => one("items"),
        2 => list("prefixItems", 3),
        1 => one("contains"),
        1 => counted,
        2 => list("allOf", 3),
        2 => list("anyOf", 4),
        2 => list("oneOf", 4),
        2 => one("not"),
        1 => conditional,
        1 => one("unevaluatedProperties"),
        1 => one("unevaluatedItems"),
        1 => Just(vec![("$ref", json!("#/$defs/d"))]).boxed(),
    ]
    .boxed()
}

fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Value::from),
        6 => prop::collection::vec(leaf_keyword(), 1..4).prop_map(object),
    ];
    leaf.prop_recursive(3, 14, 3, |inner| {
        let inner = inner.boxed();
        let leafs = prop::collection::vec(leaf_keyword(), 0..3);
        let nested = prop::collection::vec(keyword(inner), 1..3);
        (leafs, nested).prop_map(|(leafs, nested)| {
            object(leafs.into_iter().chain(nested.into_iter().flatten()))
        })
    })
    .boxed()
}

fn object(of: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(of.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A document: a schema with one definition that it, and the definition itself, may refer to.
fn document() -> impl Strategy<Value = Value> {
    (schema(), schema()).prop_map(|(root, definition)| match root {
        Value::Object(mut members) => {
            members.insert("$defs".to_owned(), json!({ "d": definition }));
            Value::Object(members)
        }
        other => other,
    })
}

fn accepts(schema: &Value, document: &Value) -> Option<bool> {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("https://example.invalid/s.json", schema.clone()).ok()?;
    let index = compiler.compile("https://example.invalid/s.json", &mut schemas).ok()?;
    Some(schemas.validate(document, index).is_ok())
}

struct Compiled(boon::Schemas, boon::SchemaIndex);

fn compiled(schema: &Value) -> Option<Compiled> {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("https://example.invalid/s.json", schema.clone()).ok()?;
    let index = compiler.compile("https://example.invalid/s.json", &mut schemas).ok()?;
    Some(Compiled(schemas, index))
}

impl Compiled {
    fn accepts(&self, document: &Value) -> bool {
        self.0.validate(document, self.1).is_ok()
    }
}

/// References that lead back to themselves on the spot have no settled meaning.
fn refers_on_the_spot(schema: &Value) -> bool {
    let text = schema["$defs"]["d"].to_string();
    text.contains("$ref")
}

fn attack(
    writer: &Value,
    reader: &Value,
    verdict: &Verdict,
    pool: &[Value],
) -> Result<(), TestCaseError> {
    match verdict {
        Verdict::Compatible if !refers_on_the_spot(writer) && !refers_on_the_spot(reader) => {
            let (Some(w), Some(r)) = (compiled(writer), compiled(reader)) else { return Ok(()) };
            let refuting = pool.iter().find(|d| w.accepts(d) && !r.accepts(d));
            prop_assert_eq!(refuting, None, "{} in {}", writer, reader);
        }
        Verdict::Breaking(breaks) => {
            for Break { witness, .. } in breaks {
                prop_assert_ne!(accepts(writer, witness), Some(false), "{} {}", witness, writer);
                prop_assert_ne!(accepts(reader, witness), Some(true), "{} {}", witness, reader);
            }
        }
        Verdict::Unknown(doubt) => {
            // The engine and the validator see the same documents.
            let unconfirmed = doubt.reason.contains("does not confirm");
            prop_assert!(!unconfirmed, "{} {} {}", doubt.reason, writer, reader);
        }
        Verdict::Compatible => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(100),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_document_refutes_a_proof(old in document(), new in document()) {
        let options = Options { formats: FormatMode::Ignore, ..Options::default() };
        let pool = pool();
        if let Ok(result) = compare(&old, &new, &options) {
            attack(&old, &new, &result.backward, &pool)?;
            attack(&new, &old, &result.forward, &pool)?;
        }
    }

    #[test]
    fn edits_of_one_schema(base in document(), (name, value) in leaf_keyword(), drop in any::<prop::sample::Index>()) {
        let Value::Object(members) = &base else { return Ok(()) };
        let mut added = members.clone();
        added.insert(name.to_owned(), value);
        let mut dropped = members.clone();
        let key = members.keys().nth(drop.index(members.len())).cloned().unwrap_or_default();
        if key != "$defs" {
            dropped.shift_remove(&key);
        }
        let options = Options { formats: FormatMode::Ignore, ..Options::default() };
        let pool = pool();
        for edited in [Value::Object(added), Value::Object(dropped)] {
            if let Ok(result) = compare(&base, &edited, &options) {
                attack(&base, &edited, &result.backward, &pool)?;
                attack(&edited, &base, &result.forward, &pool)?;
            }
        }
    }
}
