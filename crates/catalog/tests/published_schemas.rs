//! The schemas as they are embedded: valid by the meta-schema, ours in name, compiled by both engines.

#![allow(clippy::expect_used)] // a test says what it expected

use boon::{Compiler, Draft, Schemas};
use serde_json::Value;

fn schemas() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (contract, version, revision) in catalog::generate::wanted() {
        let path = catalog::reference::schema_path(contract, version, revision);
        let file = specs::file(&path).unwrap_or_else(|| panic!("{path} is embedded"));
        let json = file.json.unwrap_or_else(|| panic!("{path} is YAML"));
        found.push((path, serde_json::from_str(json).expect("the embedded twin is JSON")));
    }
    assert!(found.len() > 30, "the catalogue is not empty");
    found
}

#[test]
fn every_schema_is_valid_by_the_meta_schema_and_compiles_independently() {
    for (path, schema) in schemas() {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        let id = schema.get("$id").and_then(Value::as_str).expect("a name").to_owned();
        compiler.add_resource(&id, schema).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut compiled = Schemas::new();
        // boon checks a schema against its meta-schema while it compiles it.
        compiler.compile(&id, &mut compiled).unwrap_or_else(|error| panic!("{path}: {error:#}"));
    }
}

#[test]
fn names_are_urns_and_no_mark_is_left() {
    for (path, schema) in schemas() {
        let id = schema.get("$id").and_then(Value::as_str).unwrap_or_default();
        assert!(id.starts_with("urn:data-contracts:"), "{path}: {id}");
        assert_eq!(schema.get("$schema"), Some(&Value::from(catalog::generate::DIALECT)));
        let text = schema.to_string();
        for mark in ["\"x-since\"", "\"x-until\"", "\"x-was\"", "\"x-alias\""] {
            assert!(!text.contains(mark), "{path} holds {mark}");
        }
    }
}

#[test]
fn every_example_is_valid_by_its_schema_for_the_independent_validator() {
    for (path, schema) in schemas() {
        let examples = schema.get("examples").and_then(Value::as_array).cloned();
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler.add_resource("urn:x", schema).expect("a schema");
        let mut compiled = Schemas::new();
        let index = compiler.compile("urn:x", &mut compiled).expect("it compiles");
        for example in examples.unwrap_or_default() {
            if let Err(error) = compiled.validate(&example, index) {
                panic!("{path}: an example is refused: {error}");
            }
        }
    }
}
