//! What the rules of `runner/schema-catalog` look at.

use crate::facts;
use crate::facts::{Fact, Items, Part};

facts! {
    /// A schema catalog.
    pub struct CatalogFacts / Catalog {
        /// Every schema file.
        schemas: Items<'d, Part<'d, PinFacts<'d>>> = "schemas",
        /// Every file of conformance cases.
        conformance: Items<'d, Part<'d, PinFacts<'d>>> = "conformance",
    }
}

facts! {
    /// One pinned file.
    pub struct PinFacts / Pin {
        /// Where it stands.
        path: Fact<'d> = "path",
        /// The digest of its bytes.
        sha256: Fact<'d> = "sha256",
    }
}
