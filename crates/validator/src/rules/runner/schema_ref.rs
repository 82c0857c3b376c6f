//! `registry/schema-ref`: certificates follow a schema that the catalog holds.

use contracts::toolkit::Severity;
use serde_json::Value;

use super::registry_facts::RegistryFacts;
use super::root_file::{self, CATALOG};
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/schema-ref",
    level: Severity::Error,
    consumer: None,
    says: "With a root: `certificate_schema_ref`, when present, names an execution certificate's schema in `/specs/01_schema/schema_catalog_v1.yaml`.",
    why: "A schema without a pin can be swapped; a certificate that was judged by it proves nothing.",
    remedy: "Name `/specs/01_schema/runner_execution_certificate_v1.yaml` (or `_v2`), and generate the catalog if it lacks it.",
};

pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    let (Some(root), Some(path)) = (sink.context().root, facts.schema_ref.text()) else { return };
    let at = "/certificate_schema_ref";
    let Some(catalog) = root_file::tree(root, CATALOG) else {
        sink.report(at, format!("there is no readable catalog `{CATALOG}` below the root"));
        return;
    };
    match contract_of(&catalog, path) {
        Some("runner/execution-certificate") => {}
        Some(other) => sink.report(
            at,
            format!("`{}` is the schema of {}, not of a certificate", short(path), short(other)),
        ),
        None => sink.report(at, format!("`{}` is not in the schema catalog", short(path))),
    }
}

/// The contract whose schema the catalog says that file is.
fn contract_of<'c>(catalog: &'c Value, path: &str) -> Option<&'c str> {
    let mut entries = catalog.get("schemas")?.as_array()?.iter();
    let entry = entries.find(|entry| entry.get("path").and_then(Value::as_str) == Some(path))?;
    entry.get("contract")?.as_str()
}
