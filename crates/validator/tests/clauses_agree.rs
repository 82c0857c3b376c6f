//! Where a rule is judged in Rust and in a clause of the published schema, both say the same of the
//! same place: readers of the schema in other languages come to the verdict that we come to.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::BTreeSet;

use contracts::kanade::Rev;
use contracts::toolkit::Severity;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use validator::context::Context;
use validator::engine::Engine;
use validator::rule::Sink;

type Told = BTreeSet<(String, String)>;

fn engine(id: &str, revision: &str) -> Engine {
    let contract = catalog::contracts::find(id).unwrap();
    let schema = catalog::generate::schema(contract, contract.newest(), Some(revision), &[]);
    Engine::compile(schema).unwrap()
}

fn by_schema(engine: &Engine, document: &Value, codes: &[&str]) -> Told {
    let faults = engine.faults(document).into_iter();
    let coded = faults.filter_map(|fault| fault.code.map(|code| (code, fault.pointer)));
    coded.filter(|(code, _)| codes.contains(&code.as_str())).collect()
}

fn by_rules(id: &str, revision: usize, document: &Value, codes: &[&str]) -> Told {
    let mut sink = Sink::new(Context { revision, ..Context::default() });
    validator::rules::find(id).unwrap().judge_tree(document, &mut sink);
    let errors = sink.into_findings().into_iter().filter(|f| f.severity == Severity::Error);
    let told = errors.map(|f| (f.code.into_owned(), f.location.pointer));
    told.filter(|(code, _)| codes.contains(&code.as_str())).collect()
}

/// An object with each member absent or one of its values.
fn object(members: Vec<(&'static str, Vec<Value>)>) -> impl Strategy<Value = Value> {
    let one = |(name, values): (&'static str, Vec<Value>)| {
        let value = proptest::option::of(proptest::sample::select(values));
        value.prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    };
    let members: Vec<_> = members.into_iter().map(one).collect();
    members.prop_map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>()))
}

fn commands() -> impl Strategy<Value = Value> {
    object(vec![
        ("script", vec![json!(""), json!("echo"), json!(7), Value::Null]),
        ("script_object", vec![json!("a/1"), json!("a"), json!(7), Value::Null]),
        ("script_object_sha256", vec![json!("ab"), Value::Null]),
        ("job_id", vec![json!("j"), Value::Null]),
        ("exec_id", vec![json!("e"), Value::Null]),
    ])
}

fn reports() -> impl Strategy<Value = Value> {
    object(vec![
        ("status", vec![json!("success"), json!("failure"), json!("timeout"), json!("x")]),
        ("exit_code", vec![json!(0), json!(0.0), json!(1), json!(-1), json!(1.5), json!("0")]),
    ])
}

#[test]
fn kanade_clauses_say_what_the_rules_say() {
    let codes = ["kanade/script-source", "kanade/exec-id-alias"];
    for rev in Rev::ALL {
        let engine = engine("kanade/command", rev.name());
        proptest!(ProptestConfig::with_cases(300), |(document in commands())| {
            let told = by_rules("kanade/command", rev.rank(), &document, &codes);
            prop_assert_eq!(by_schema(&engine, &document, &codes), told, "{}", document);
        });
    }
}

#[test]
fn cron_clauses_say_what_the_rules_say() {
    let codes = ["cron/status-derived"];
    let engine = engine("cron/execution-report", "");
    proptest!(|(document in reports())| {
        let told = by_rules("cron/execution-report", 0, &document, &codes);
        prop_assert_eq!(by_schema(&engine, &document, &codes), told, "{}", document);
    });
}

#[test]
fn the_outline_of_a_schedule_is_never_stricter_than_the_rule() {
    let codes = ["cron/schedule-expression"];
    let engine = engine("cron/execution-report", "");
    proptest!(|(schedule in "@?[0-9a-z*/, -]{0,12}( [0-9*?,-]{1,3}){3,5}")| {
        let document = json!({"schedule": schedule});
        let rule = by_rules("cron/execution-report", 0, &document, &codes);
        prop_assert!(by_schema(&engine, &document, &codes).is_subset(&rule), "{}", document);
    });
}
