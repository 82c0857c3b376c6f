//! Faults are the same whether the whole schema tells them or the one variant that is meant.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use serde_json::{Value, json};
use validator::engine::Engine;
use validator::unknown;

fn schema(path: &str) -> Value {
    serde_json::from_str(specs::file(path).unwrap().json.unwrap()).unwrap()
}

/// Every JSON document of the fixtures below a folder.
fn documents(below: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let files = walkdir::WalkDir::new(root.join(below)).sort_by_file_name().into_iter();
    let texts = files.filter_map(|entry| std::fs::read(entry.unwrap().path()).ok());
    texts.filter_map(|text| serde_json::from_slice(&text).ok()).collect()
}

/// The document with each value in turn taken out, or replaced by one of another kind.
fn broken(document: &Value) -> Vec<Value> {
    let mut pointers = vec![String::new()];
    let mut at = 0;
    while let Some(pointer) = pointers.get(at).cloned() {
        match document.pointer(&pointer).unwrap() {
            Value::Object(members) => {
                pointers.extend(members.keys().map(|name| format!("{pointer}/{name}")));
            }
            Value::Array(items) => {
                pointers.extend((0..items.len()).map(|index| format!("{pointer}/{index}")));
            }
            _ => {}
        }
        at += 1;
    }
    let mut all = vec![document.clone()];
    for pointer in pointers.iter().skip(1) {
        for other in [json!(null), json!("other"), json!(-1.5), json!({"new": [1]}), json!([])] {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = other;
            all.push(changed);
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut changed = document.clone();
        if let Value::Object(members) = changed.pointer_mut(parent).unwrap() {
            members.remove(name);
            all.push(changed);
        }
    }
    all
}

fn agree(path: &str, fixtures: &str) -> usize {
    let schema = schema(path);
    let narrowing = Engine::compile(schema.clone()).unwrap();
    // Faulty documents until a variant alone is worth compiling.
    let many = broken(&documents(fixtures)[0]);
    many.iter().for_each(|document| drop(narrowing.faults(document)));
    let mut faulty = 0;
    for (at, document) in documents(fixtures).iter().flat_map(broken).enumerate() {
        // A new engine tells them by the whole schema.
        if at % 7 != 0 {
            continue;
        }
        let whole = Engine::compile(schema.clone()).unwrap();
        assert_eq!(narrowing.faults(&document), whole.faults(&document), "{document}");
        assert_eq!(
            unknown::fields(narrowing.schema_for(&document), &document),
            unknown::fields(&schema, &document),
            "{document}"
        );
        let all = (0..6).map(|_| narrowing.names_all(&document)).last();
        let named = all == Some(false) || unknown::fields(&schema, &document).is_empty();
        assert!(named, "{document}");
        faulty += usize::from(!whole.is_valid(&document));
    }
    faulty
}

#[test]
fn one_variant_tells_what_the_whole_schema_tells() {
    let faulty = agree("01_schema/execra_event_v0.yaml", "execra/event");
    assert!(faulty > 200, "{faulty} faulty events");
    agree("01_schema/cron_execution_report_v1.yaml", "cron/execution-report");
}
