//! Files of the repository below `--root`, as rules read them.

use serde_json::Value;

use crate::context::RootFiles;
use crate::read::{Format, Limits, read};

/// Where the catalogue of published schemas stands.
pub(super) const CATALOG: &str = "/specs/01_schema/schema_catalog_v1.yaml";
/// Where a repository keeps its registry, oldest name first.
pub(super) const REGISTRIES: [&str; 2] = [
    "/specs/01_schema/runner_certification_registry_v1.yaml",
    "/specs/01_schema/runner_certification_registry_v2.yaml",
];

/// The tree of a YAML or JSON file; `None` when it is not there or has a fault of text.
pub(super) fn tree(root: &dyn RootFiles, path: &str) -> Option<Value> {
    let bytes = root.read(path)?;
    let format = Format::detect(path, &bytes);
    let document = read(bytes, format, &Limits::default());
    if document.first_error().is_some() { None } else { document.value }
}
