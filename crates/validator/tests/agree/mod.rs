//! The fast path beside both schema crates, on one schema and some documents.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use validator::engine::Engine;
use validator::facts::{Fact, FactsFamily, Part};
use validator::fast::{self, Over, Program, Proof, Scratch, Whole};
use validator::unknown;

validator::facts! {
    /// A view of some members, so that there is something to be traced.
    pub struct SomeFacts / Some_ {
        /// A scalar.
        a: Fact<'d> = "a",
        /// An object.
        o: Part<'d, InnerFacts<'d>> = "o",
        /// A member that not every schema names.
        z: Fact<'d> = "z",
    }
}

validator::facts! {
    /// What stands inside.
    pub struct InnerFacts / Inner {
        /// A scalar.
        k: Fact<'d> = "k",
    }
}

fn seen<'d>(program: &Program, text: &'d str, scratch: &mut Scratch) -> Option<(Proof, String)> {
    let mut view = <Some_ as FactsFamily>::Of::<'d>::default();
    let proof = fast::prove(program, text, 0, Whole::Line, 16, &mut view, scratch)?;
    Some((proof, format!("{view:?}")))
}

/// A second opinion.
struct Boon(boon::Schemas, boon::SchemaIndex);

impl Boon {
    fn of(schema: &Value) -> Self {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.set_default_draft(boon::Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource("s.json", schema.clone()).unwrap();
        let index = compiler.compile("s.json", &mut schemas).unwrap();
        Boon(schemas, index)
    }

    fn is_valid(&self, document: &Value) -> bool {
        self.0.validate(document, self.1).is_ok()
    }
}

/// Whether there is an integer that a float does not hold: boon divides floats.
fn has_large(document: &Value) -> bool {
    match document {
        Value::Array(items) => items.iter().any(has_large),
        Value::Object(members) => members.values().any(has_large),
        number => number.as_f64().is_some_and(|float| float.abs() > 9e15),
    }
}

/// How many documents are valid, and how many of them are proven.
pub(crate) fn agree(schema: &Value, documents: &[Value]) -> Result<(usize, usize), TestCaseError> {
    let program = fast::compile(schema, &mut <Some_ as FactsFamily>::Of::default(), Over::Several);
    let program = program.expect("there is a program");
    let (engine, boon) = (Engine::compile(schema.clone()).unwrap(), Boon::of(schema));
    let divides = schema.to_string().contains("\"multipleOf\"");
    let mut kept = Scratch::new(&program);
    let (mut valid, mut proven) = (0, 0);
    for document in documents.iter().flat_map(|document| [document, document]) {
        let text = document.to_string();
        let alone = seen(&program, &text, &mut Scratch::new(&program));
        prop_assert_eq!(&seen(&program, &text, &mut kept), &alone, "{} on {}", schema, &text);
        let fine = engine.is_valid(document);
        if !(divides && has_large(document)) {
            let other = boon.is_valid(document);
            prop_assert_eq!(fine, other, "the crates differ: {} on {}", schema, text);
        }
        valid += usize::from(fine);
        if let Some((proof, _)) = alone {
            prop_assert!(fine, "{} proves {}", schema, text);
            let unknown = unknown::fields(schema, document).len() as u64;
            prop_assert_eq!(proof.unknown, unknown, "{} on {}", schema, text);
            proven += 1;
        }
    }
    Ok((valid, proven))
}

/// How many cases are tried; more on demand.
pub(crate) fn cases_wanted() -> u32 {
    std::env::var("CONDITION_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1500)
}

/// How many of the documents that hold are proven, over many schemas, the same in every run.
pub(crate) fn share(
    schemas: &impl Strategy<Value = Value>,
    documents: &impl Strategy<Value = Vec<Value>>,
) -> (usize, usize) {
    let mut runner = TestRunner::deterministic();
    let (mut valid, mut proven) = (0, 0);
    for _ in 0..300 {
        let schema = schemas.new_tree(&mut runner).unwrap().current();
        let documents = documents.new_tree(&mut runner).unwrap().current();
        let found = agree(&schema, &documents).unwrap();
        (valid, proven) = (valid + found.0, proven + found.1);
    }
    (valid, proven)
}

/// Schema, documents that hold and are proven, documents that do not hold.
pub(crate) type Case = (Value, Vec<Value>, Vec<Value>);

/// What holds is proven each time, beside what does not as well; what does not never is.
pub(crate) fn proven_alone_and_by_traces((schema, fine, bad): &Case) {
    let (valid, proven) = agree(schema, fine).unwrap();
    assert_eq!((valid, proven), (2 * fine.len(), 2 * fine.len()), "{schema}");
    let (valid, _) = agree(schema, bad).unwrap();
    assert_eq!(valid, 0, "{schema}");
    let all: Vec<Value> = fine.iter().chain(bad).chain(fine).cloned().collect();
    assert_eq!(agree(schema, &all).unwrap().1, 4 * fine.len(), "{schema}");
}
