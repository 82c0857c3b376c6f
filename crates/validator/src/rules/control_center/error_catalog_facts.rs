//! What the rules of `control-center/error-catalog` look at.

use crate::facts::{Fact, Items, Part};

crate::facts! {
    /// An error catalogue.
    pub struct ErrorCatalogFacts / ErrorCatalog {
        /// Each error.
        errors: Items<'d, Part<'d, CatalogedErrorFacts<'d>>> = "errors",
    }
}

crate::facts! {
    /// One error of a catalogue.
    pub struct CatalogedErrorFacts / CatalogedError {
        /// The code.
        code: Fact<'d> = "code",
        /// The status of HTTP.
        http_status: Fact<'d> = "httpStatus",
    }
}
