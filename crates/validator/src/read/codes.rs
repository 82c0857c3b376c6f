//! The codes under which each format reports what all formats have in common.

use crate::rule::Meta;
use crate::rules::document as rules;

/// What both readers report, each under its own family.
pub(super) struct Codes {
    pub(super) syntax: &'static Meta,
    pub(super) duplicate_key: &'static Meta,
    pub(super) too_deep: &'static Meta,
    pub(super) too_large: &'static Meta,
    pub(super) number_range: &'static Meta,
    pub(super) byte_order_mark: &'static Meta,
}

pub(super) static JSON: Codes = Codes {
    syntax: &rules::json_syntax::META,
    duplicate_key: &rules::json_duplicate_key::META,
    too_deep: &rules::json_too_deep::META,
    too_large: &rules::json_too_large::META,
    number_range: &rules::json_number_range::META,
    byte_order_mark: &rules::json_byte_order_mark::META,
};

pub(super) static YAML: Codes = Codes {
    syntax: &rules::yaml_syntax::META,
    duplicate_key: &rules::yaml_duplicate_key::META,
    too_deep: &rules::yaml_too_deep::META,
    too_large: &rules::yaml_too_large::META,
    number_range: &rules::yaml_number_range::META,
    byte_order_mark: &rules::yaml_byte_order_mark::META,
};
