//! The repository's files as values: the edge reads and writes them, the catalogue only compares.

use std::collections::BTreeMap;

/// Files by their path from the repository's root on (`specs/01_schema/…`), with `/` between parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Reads one YAML or JSON text into a value. The reader lives above this crate and is handed in:
/// it refuses duplicate keys, and names the place of a fault in its message.
pub type Reader<'r> = &'r dyn Fn(&str, &[u8]) -> Result<serde_json::Value, String>;

/// Where the schemas stand.
pub const SCHEMA_FOLDER: &str = "specs/01_schema/";

/// Where the pins stand.
pub const CATALOG_PATH: &str = "specs/01_schema/schema_catalog_v1.yaml";

/// Our own registry: an instance among the schemas, written by hand.
pub const REGISTRY_PATH: &str = "specs/01_schema/runner_certification_registry_v1.yaml";

/// Where the conformance cases stand.
pub const CONFORMANCE_FOLDER: &str = "specs/03_conformance/";

/// Where the golden documents stand.
pub const FIXTURE_FOLDER: &str = "tests/fixtures/contracts/";

/// SHA-256 of a file's bytes, 64 lower-case hex digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    let digest = sha2::Sha256::digest(bytes);
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
