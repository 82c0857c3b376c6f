//! Control Center and Execra: what their types decode, what their schemas accept and what their
//! rules say do not drift apart. Documents are the accepted fixtures with a few members changed.

#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use contracts::{control_center as control, execra};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use validator::context::Context;
use validator::engine::Engine;
use validator::read::{self, Format, Limits};
use validator::rule::Sink;

type Told = BTreeSet<(String, String)>;

/// Codes that schema clauses carry whole: clause and rule say them at the same places.
const WHOLE: [&str; 6] = [
    "control/never-ran",
    "control/usage-negative",
    "control/http-status",
    "control/event-version",
    "execra/exit-code-shape",
    "execra/unknown-event",
];

/// Codes of which a clause carries a part: where the clause speaks, the rule does.
const PART: [&str; 6] = [
    "control/schedule-kind",
    "control/task-ended",
    "control/error-code-form",
    "control/error-message",
    "execra/progress-range",
    "execra/outcome-reason",
];

/// Codes whose rule only finds words: where the rule speaks, the clause does.
const WORDS: [&str; 1] = ["control/utc-timestamp"];

struct Subject {
    id: &'static str,
    engine: Engine,
    samples: Vec<Value>,
    decode: fn(&Value) -> Option<Value>,
}

fn decode<T: Serialize + DeserializeOwned>(document: &Value) -> Option<Value> {
    let text = serde_json::to_vec(document).unwrap();
    let typed: T = read::typed(&read::read(&text, Format::Json, &Limits::default())).ok()?;
    serde_json::to_value(&typed).ok()
}

fn subject(id: &'static str, decode: fn(&Value) -> Option<Value>) -> Subject {
    let contract = catalog::contracts::find(id).unwrap();
    let schema = catalog::generate::schema(contract, contract.newest(), None, &[]);
    let engine = Engine::compile(schema).unwrap();
    let folder = format!("contracts/{id}/{}/accept", contract.newest().name);
    Subject { id, engine, samples: samples(&folder), decode }
}

fn subjects() -> Vec<Subject> {
    vec![
        subject("control-center/agent", decode::<control::Agent>),
        subject("control-center/config", decode::<control::Config>),
        subject("control-center/cron-job", decode::<control::CronJob>),
        subject("control-center/skill", decode::<control::Skill>),
        subject("control-center/tasks-usage", decode::<control::TasksUsage>),
        subject("control-center/project", decode::<control::Project>),
        subject("control-center/event", decode::<control::Event>),
        subject("control-center/error", decode::<control::Error>),
        subject("execra/event", decode::<execra::Event>),
        subject("execra/job", decode::<execra::Job>),
    ]
}

fn samples(folder: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|path| path.extension().is_some_and(|e| e == "json"));
    texts.map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
}

/// Every pointer of a document below its root.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, v)| (name.clone(), v)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => return,
    };
    for (name, below) in members {
        let pointer = format!("{at}/{name}");
        pointers(below, &pointer, out);
        out.push(pointer);
    }
}

/// Texts that mean something to a clause, parted by `|`.
const TEXTS: &str = "|ok|never|running|done|cron|every|at|online|exited|finalized|cancelled|\
    succeeded|failed|timeout|fraction|count|signal|https://example.com|javascript:x|x|0 3 * * *|UTC|\
    2026-02-01T10:00:00Z|2026-02-01T10:00:00|2026-02-01T10:00:00+01:00|2026-02-30T10:00:00Z|\
    9999-12-31T23:59:59Z";

fn values() -> Vec<Value> {
    let others = json!([
        0, 1, -1, 9, 100, 600, 0.5, 1.2, u64::MAX, i64::MIN, 4_294_967_296_u64, null, true, {}, [],
        {"kind": "unknown"}, {"code": 0, "signal": 9}, {"code": null}, [["a", "b"]]
    ]);
    let others = others.as_array().cloned().unwrap_or_default();
    TEXTS.split('|').map(|text| json!(text)).chain(others).collect()
}

/// A sample with one to three members replaced (or, without a value, removed).
fn changed(sample: &Value, changes: &[(prop::sample::Index, Option<Value>)]) -> Value {
    let mut document = sample.clone();
    for (place, value) in changes {
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        if all.is_empty() {
            break;
        }
        let pointer = place.get(&all);
        match value {
            Some(value) => *document.pointer_mut(pointer).unwrap() = value.clone(),
            None => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                if let Some(Value::Object(members)) = document.pointer_mut(parent) {
                    members.shift_remove(name);
                }
            }
        }
    }
    document
}

fn by_schema(subject: &Subject, document: &Value) -> Told {
    let faults = subject.engine.faults(document);
    let mistyped = |pointer: &str| {
        faults.iter().any(|fault| fault.keyword == "type" && fault.pointer == pointer)
    };
    let coded = faults.iter().filter(|fault| !mistyped(&fault.pointer));
    coded.filter_map(|f| f.code.clone().map(|code| (code, f.pointer.clone()))).collect()
}

fn by_rules(subject: &Subject, document: &Value) -> Told {
    let mut sink = Sink::new(Context::default());
    validator::rules::find(subject.id).unwrap().judge_tree(document, &mut sink);
    let findings = sink.into_findings().into_iter();
    findings.map(|f| (f.code.into_owned(), f.location.pointer)).collect()
}

fn only(told: &Told, codes: &[&str]) -> Told {
    told.iter().filter(|(code, _)| codes.contains(&code.as_str())).cloned().collect()
}

fn agree(subject: &Subject, document: &Value) -> Result<(), TestCaseError> {
    if subject.engine.is_valid(document) {
        let again = (subject.decode)(document);
        prop_assert!(again.is_some(), "{}: valid, but does not decode: {document}", subject.id);
        let again = again.unwrap_or_default();
        prop_assert!(subject.engine.is_valid(&again), "{}: {document} becomes {again}", subject.id);
    }
    let (schema, rules) = (by_schema(subject, document), by_rules(subject, document));
    prop_assert_eq!(only(&schema, &WHOLE), only(&rules, &WHOLE), "{}: {}", subject.id, document);
    for (code, at) in only(&schema, &PART) {
        prop_assert!(rules.contains(&(code.clone(), at.clone())), "{code} at {at}: {document}");
    }
    for (code, at) in only(&rules, &WORDS) {
        prop_assert!(schema.contains(&(code.clone(), at.clone())), "{code} at {at}: {document}");
    }
    Ok(())
}

#[test]
fn types_schemas_and_rules_agree_on_changed_documents() {
    let change =
        (any::<prop::sample::Index>(), prop::option::weighted(0.8, prop::sample::select(values())));
    let changes = prop::collection::vec(change, 1..4);
    for subject in subjects() {
        assert!(subject.samples.len() >= 2, "{}", subject.id);
        for sample in &subject.samples {
            agree(&subject, sample).unwrap();
        }
        let samples = prop::sample::select(subject.samples.clone());
        let config =
            ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let run = runner.run(&(samples, changes.clone()), |(sample, changes)| {
            agree(&subject, &changed(&sample, &changes))
        });
        if let Err(error) = run {
            panic!("{}: {error}", subject.id);
        }
    }
}
