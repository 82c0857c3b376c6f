//! What the fast path proves by the trace that another document left is what it proves of the
//! document alone: the same verdict, the same count of unknown members, the same facts.

use proptest::prelude::*;
use serde_json::{Value, json};
use validator::facts::{Fact, FactsFamily, Items, Part};
use validator::fast::{self, Over, Program, Proof, Scratch, Whole};

validator::facts! {
    /// A view of all kinds of places.
    pub struct OuterFacts / Outer {
        /// An object.
        a: Part<'d, InnerFacts<'d>> = "a",
        /// Objects in an array.
        b: Items<'d, Part<'d, InnerFacts<'d>>> = "b",
        /// A scalar.
        k: Fact<'d> = "k",
    }
}

validator::facts! {
    /// The same, and everything else.
    pub struct CollectingFacts / Collecting {
        /// An object.
        a: Part<'d, InnerFacts<'d>> = "a",
        /// A scalar.
        k: Fact<'d> = "k",
        .. rest
    }
}

validator::facts! {
    /// What stands inside.
    pub struct InnerFacts / Inner {
        /// An object's kind of place again.
        a: Part<'d, LeafFacts<'d>> = "a",
        /// Scalars in an array.
        b: Items<'d, Fact<'d>> = "b",
        /// A scalar.
        k: Fact<'d> = "k",
    }
}

validator::facts! {
    /// The innermost.
    pub struct LeafFacts / Leaf {
        /// A scalar.
        a: Fact<'d> = "a",
        /// Another.
        k: Fact<'d> = "k",
    }
}

/// Proof and facts of one text.
fn seen<'d, F: FactsFamily>(
    program: &Program,
    text: &'d str,
    whole: Whole,
    scratch: &mut Scratch,
) -> Option<(Proof, String)>
where
    F::Of<'d>: std::fmt::Debug,
{
    let mut view = F::Of::default();
    let proof = fast::prove(program, text, 0, whole, 6, &mut view, scratch)?;
    Some((proof, format!("{view:?}")))
}

fn agree<F: FactsFamily>(
    schema: &Value,
    texts: &[String],
    whole: Whole,
) -> Result<usize, TestCaseError>
where
    for<'d> F::Of<'d>: std::fmt::Debug,
{
    let Some(program) = fast::compile(schema, &mut F::Of::default(), Over::Several) else {
        return Ok(0);
    };
    let mut kept = Scratch::new(&program);
    let mut proven = 0;
    for text in texts {
        let by_trace = seen::<F>(&program, text, whole, &mut kept);
        let alone = seen::<F>(&program, text, whole, &mut Scratch::new(&program));
        prop_assert_eq!(&by_trace, &alone, "{} proves {}", schema, text);
        proven += usize::from(alone.is_some());
    }
    Ok(proven)
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = || {
        prop::sample::select(vec![
            json!({}),
            json!({"type": "string"}),
            json!({"type": ["integer", "null"]}),
            json!({"const": "x"}),
            json!({"enum": ["x", "y"]}),
            json!({"type": "array", "items": {"type": "object", "properties": {"k": {"const": "x"}}}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            json!({"type": "object", "properties": {"a": {"type": "integer"}, "k": {"const": "x"}}}),
        ])
    };
    let object = move || {
        let members = prop::collection::btree_map("[abk]", leaf(), 0..4);
        (members, prop::collection::vec("[abk]", 0..2)).prop_map(
            |(members, required)| json!({"type": "object", "properties": members, "required": required}),
        )
    };
    let tagged = (object(), object(), any::<bool>()).prop_map(|(mut x, mut y, required)| {
        for (branch, value) in [(&mut x, "x"), (&mut y, "y")] {
            branch["properties"]["k"] = json!({"const": value});
            if required {
                branch["required"] = json!(["k"]);
            }
        }
        json!({"oneOf": [x, y]})
    });
    let inner = prop_oneof![object(), tagged, leaf()].boxed();
    let outer = (inner.clone(), inner.clone(), inner).prop_map(
        |(a, b, base)| json!({"type": "object", "properties": {"a": a, "b": b}, "allOf": [base]}),
    );
    prop_oneof![outer, object()]
}

fn documents() -> impl Strategy<Value = Value> {
    let scalar = prop::sample::select(vec![
        json!("x"),
        json!("y"),
        json!("k\""),
        json!(1),
        json!(null),
        json!(-2.5),
        json!("{\"k\":\"x\"}"),
    ]);
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            3 => prop::collection::btree_map("[abkz]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Documents that come again, some with another character somewhere.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let changes =
        prop::collection::vec((0..4_usize, 0..200_usize, "[\"\\\\{}:,xyk19 \n-]?"), 1..24);
    (prop::collection::vec(documents(), 1..4), changes).prop_map(|(documents, changes)| {
        let texts = changes.iter().map(|(which, at, with)| {
            let mut text = documents[which % documents.len()].to_string();
            let at = at % (text.len() + 1);
            if !with.is_empty() && text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..at + 1, with);
            }
            text
        });
        texts.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_trace_proves_what_a_walk_proves(schema in schema(), texts in texts(), lines: bool) {
        let whole = if lines { Whole::Line } else { Whole::Text };
        agree::<Outer>(&schema, &texts, whole)?;
        agree::<Collecting>(&schema, &texts, whole)?;
    }
}

#[test]
fn values_and_members_of_all_kinds_are_traced() {
    let schema = json!({"type": "object", "properties": {
        "a": {"oneOf": [
            {"type": "object", "required": ["k"], "properties": {"k": {"const": "x"}, "a": {"type": "object",
                "properties": {"a": {"type": "integer"}}}}},
            {"type": "object", "required": ["k"], "properties": {"k": {"const": "y"}}}]},
        "b": {"type": "array"}, "k": {"type": ["string", "null"]}}});
    let texts = [
        r#"{"k":"one","a":{"k":"x","a":{"a":1,"z":2}},"b":[{"k":1}]}"#,
        r#"{"k":"two","a":{"k":"x","a":{"a":12345678901,"z":0}},"b":[]}"#,
        r#"{"k":null,"a":{"k":"x","a":{"a":3,"z":0}},"b":[{"b":[1,2]},7]}"#,
        r#"{"k":"three","a":{"k":"y","b":[true]},"b":[]}"#,
        r#"{"k":"th\"ree","a":{"k":"y","b":[]},"b":[]}"#,
        r#"{"k":"th\"ree","a":{"k":"\u0079","b":[]},"b":[]}"#,
        r#"{"k":"five","a":{"k":"x","a":{"a":"no","z":0}},"b":[]}"#,
        r#"{"k":"six","a":{"k":"x","a":{"a":6,"z":0}},"b":[],"b":[]}"#,
    ];
    let texts: Vec<String> = texts.map(str::to_owned).to_vec();
    // All but the last two hold; the decoder of an escaped tag is left to the explaining path.
    assert_eq!(agree::<Outer>(&schema, &texts, Whole::Line).unwrap(), 5);
}

#[test]
fn a_constant_that_is_written_with_an_escape_is_decoded_each_time() {
    let schema = json!({"type": "object", "properties": {"k": {"const": "x"}}});
    let texts = [r#"{"k":"\u0078"}"#, r#"{"k":"\u0078"}"#, r#"{"k":"x"}"#, r#"{"k":"x"}"#];
    let texts: Vec<String> = texts.map(str::to_owned).to_vec();
    assert_eq!(agree::<Outer>(&schema, &texts, Whole::Text).unwrap(), 4);
}
