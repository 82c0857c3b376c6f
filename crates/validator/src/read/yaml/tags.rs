//! The tags that are honoured: those of the core schema.

use saphyr_parser::Tag;

use crate::read::quote;

/// The name of a core schema tag; empty for `!`, which makes a scalar a string and says nothing
/// of a collection.
pub(super) fn core_tag(tag: &Tag) -> Option<&str> {
    const PREFIX: &str = "tag:yaml.org,2002:";
    if tag.handle.is_empty() && tag.suffix == "!" {
        return Some("");
    }
    let name = if tag.handle == PREFIX {
        tag.suffix.as_str()
    } else if tag.handle.is_empty() {
        tag.suffix.strip_prefix(PREFIX)?
    } else {
        return None;
    };
    matches!(name, "str" | "int" | "float" | "bool" | "null" | "seq" | "map").then_some(name)
}

/// What is said of any other tag.
pub(super) fn unknown_tag(tag: &Tag) -> String {
    format!(
        "the tag {} is none of the core schema",
        quote(&format!("{}{}", tag.handle, tag.suffix))
    )
}
