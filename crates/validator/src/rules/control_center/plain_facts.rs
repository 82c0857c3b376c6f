//! The view of documents whose rules all live in their schema.

use crate::facts::Fact;

crate::facts! {
    /// A document that no rule is judged on in Rust.
    pub struct PlainFacts / Plain {
        /// Its identifier.
        id: Fact<'d> = "id",
    }
}
