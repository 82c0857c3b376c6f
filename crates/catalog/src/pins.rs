//! The pins: what `schema_catalog_v1.yaml` says of each schema file.

use contracts::runner::{CataloguedSchema, PinnedFile, SchemaCatalog, SchemaState};

use crate::canonical;
use crate::reference::schema_path;
use crate::tree::{CATALOG_PATH, Reader, Tree};
use crate::{Contract, Reference, Version};

/// The pins as they stand in the tree; none when there is no catalog yet.
///
/// # Errors
/// When the file is there and is no schema catalog; the text says where.
pub fn read(tree: &Tree, reader: Reader<'_>) -> Result<SchemaCatalog, String> {
    let Some(bytes) = tree.get(CATALOG_PATH) else {
        return Ok(SchemaCatalog { version: 1, schemas: Vec::new(), conformance: Vec::new() });
    };
    let value = reader(CATALOG_PATH, bytes)?;
    serde_json::from_value(value).map_err(|error| format!("{CATALOG_PATH}: {error}"))
}

/// The canonical text of a catalog.
///
/// # Errors
/// When the writer refuses it; no catalog makes it do so.
pub fn text(catalog: &SchemaCatalog) -> Result<String, String> {
    let value = serde_json::to_value(catalog).map_err(|error| error.to_string())?;
    let yaml = canonical::yaml(&value).map_err(|error| error.to_string())?;
    Ok(format!(
        "# Written by `data-contracts schema generate` and `schema publish`. A published schema is frozen:\n\
         # neither its file nor its pin is ever rewritten.\n{yaml}"
    ))
}

/// The path of a schema from the repository's root on, as the catalog writes it.
#[must_use]
pub fn root_path(contract: &Contract, version: &Version, revision: Option<&str>) -> String {
    format!("/specs/{}", schema_path(contract, version, revision))
}

/// The entry of a path.
#[must_use]
pub fn find<'c>(catalog: &'c SchemaCatalog, path: &str) -> Option<&'c CataloguedSchema> {
    catalog.schemas.iter().find(|entry| entry.path == path)
}

/// A new entry of a file.
#[must_use]
pub fn entry(
    contract: &Contract,
    version: &Version,
    revision: Option<&str>,
    sha256: String,
    state: SchemaState,
) -> CataloguedSchema {
    CataloguedSchema {
        contract: contract.id.to_owned(),
        version: version.name.to_owned(),
        revision: revision.map(str::to_owned),
        path: root_path(contract, version, revision),
        sha256,
        state,
    }
}

/// Marks an entry as published.
///
/// # Errors
/// When the reference is not catalogued yet, is published already, or names a version that has
/// revisions: its file follows the newest of them, so only the revisions themselves can be frozen.
pub fn publish(catalog: &mut SchemaCatalog, reference: &Reference) -> Result<(), String> {
    if reference.revision.is_none() && reference.version().revisions.len() > 1 {
        return Err(format!(
            "{}@{} follows its newest revision and stays a draft; publish its revisions",
            reference.contract.id,
            reference.version().name
        ));
    }
    let path = root_path(reference.contract, reference.version(), reference.revision);
    let entry = catalog.schemas.iter_mut().find(|entry| entry.path == path);
    let entry = entry.ok_or_else(|| {
        format!("{path} is not in the catalog yet; run `data-contracts schema generate` first")
    })?;
    if entry.state == SchemaState::Published {
        return Err(format!("{path} is published already"));
    }
    entry.state = SchemaState::Published;
    Ok(())
}

/// The pin of a file of conformance cases.
#[must_use]
pub fn pinned(path: &str, sha256: String) -> PinnedFile {
    PinnedFile { path: format!("/{path}"), sha256 }
}
