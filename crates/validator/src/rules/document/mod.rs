//! The rules of any document: its text, its version, its schema. One file a rule.

pub mod json_byte_order_mark;
pub mod json_duplicate_key;
pub mod json_number_range;
pub mod json_syntax;
pub mod json_too_deep;
pub mod json_too_large;
pub mod schema;
pub mod schema_unknown_field;
pub mod version_newer;
pub mod version_not_accepted;
pub mod version_unknown;
pub mod yaml_alias_limit;
pub mod yaml_byte_order_mark;
pub mod yaml_duplicate_key;
pub mod yaml_merge_key;
pub mod yaml_multiple_documents;
pub mod yaml_non_string_key;
pub mod yaml_number;
pub mod yaml_number_range;
pub mod yaml_syntax;
pub mod yaml_tag;
pub mod yaml_too_deep;
pub mod yaml_too_large;

use crate::rule::Meta;

/// Every rule of any document, but for the schema keywords ([`schema::METAS`]).
pub static METAS: &[&Meta] = &[
    &json_syntax::META,
    &json_duplicate_key::META,
    &json_too_deep::META,
    &json_too_large::META,
    &json_number_range::META,
    &json_byte_order_mark::META,
    &yaml_syntax::META,
    &yaml_duplicate_key::META,
    &yaml_too_deep::META,
    &yaml_too_large::META,
    &yaml_number_range::META,
    &yaml_byte_order_mark::META,
    &yaml_number::META,
    &yaml_non_string_key::META,
    &yaml_alias_limit::META,
    &yaml_multiple_documents::META,
    &yaml_tag::META,
    &yaml_merge_key::META,
    &schema_unknown_field::META,
    &version_newer::META,
    &version_unknown::META,
    &version_not_accepted::META,
];

/// Every rule of any document, the schema keywords included.
pub fn metas() -> impl Iterator<Item = &'static Meta> {
    METAS.iter().copied().chain(&schema::METAS)
}
