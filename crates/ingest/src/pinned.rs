//! The schema that reports are judged by, with its pin: refused when catalog and file differ.

use contracts::runner::{SchemaCatalog, SchemaPin};
use sha2::{Digest as _, Sha256};

use crate::digest::hex;

const CATALOG: &str = "01_schema/schema_catalog_v1.yaml";
const CONTRACT: &str = "runner/status-report";
const VERSION: &str = "v1";

/// The pin of the report schema, checked against the file that this program carries.
///
/// # Errors
/// The catalog has no pin for it, or the file is another than the one that was pinned.
pub fn report_schema() -> Result<SchemaPin, String> {
    let catalog = specs::file(CATALOG).and_then(|file| file.json);
    let catalog = catalog.ok_or_else(|| format!("specs/{CATALOG} is not embedded"))?;
    let catalog: SchemaCatalog =
        serde_json::from_str(catalog).map_err(|error| format!("specs/{CATALOG}: {error}"))?;
    let entry = catalog
        .schemas
        .iter()
        .find(|e| e.contract == CONTRACT && e.version == VERSION && e.revision.is_none())
        .ok_or_else(|| format!("specs/{CATALOG} pins no schema of {CONTRACT}@{VERSION}"))?;
    let file = specs::file(entry.path.strip_prefix("/specs/").unwrap_or_default())
        .ok_or_else(|| format!("{} is pinned but not embedded", entry.path))?;
    let sha256 = hex(&Sha256::digest(file.text.as_bytes()));
    if sha256 != entry.sha256 {
        return Err(format!("{} is pinned to {}, but has {sha256}", entry.path, entry.sha256));
    }
    let (path, contract) = (entry.path.clone(), format!("{CONTRACT}@{VERSION}"));
    Ok(SchemaPin { contract, path, sha256 })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_report_schema_is_the_pinned_one() {
        let pin = super::report_schema().unwrap();
        assert_eq!(pin.contract, crate::report_check::REPORT);
        assert_eq!(pin.sha256.len(), 64);
    }
}
