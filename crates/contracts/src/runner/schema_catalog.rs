//! `runner/schema-catalog` v1: every published schema file with the digest it is pinned to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The pins of the published schemas (status exchange, consumer contract). Strict: a pin file
/// that holds anything else is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemaCatalog {
    /// The version of the catalog's form; the integer 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Every schema file, sorted by path.
    pub schemas: Vec<CataloguedSchema>,
    /// Every file of conformance cases, sorted by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conformance: Vec<PinnedFile>,
}

/// One published schema file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CataloguedSchema {
    /// The contract, `family/name`.
    #[schemars(extend("pattern" = "^[a-z0-9-]+/[a-z0-9-]+$"))]
    pub contract: String,
    /// Its major version, `v1` say.
    #[schemars(extend("pattern" = "^v(0|[1-9][0-9]*)$"))]
    pub version: String,
    /// The revision inside the version; absent where a version has only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub revision: Option<String>,
    /// The file, from the repository's root on, with a leading `/`.
    #[schemars(extend("pattern" = "^/[^/]"))]
    pub path: String,
    /// The SHA-256 of the file's bytes: 64 lower-case hex digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// Whether the schema may still change.
    pub state: SchemaState,
}

/// Whether a schema may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SchemaState {
    /// Still follows the types, byte for byte.
    Draft,
    /// Frozen: neither the file nor its pin is ever rewritten.
    Published,
}

/// Another file that is held to a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinnedFile {
    /// The file, from the repository's root on, with a leading `/`.
    #[schemars(extend("pattern" = "^/[^/]"))]
    pub path: String,
    /// The SHA-256 of the file's bytes: 64 lower-case hex digits.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}
