//! Finding a conformance case by `/path/file#ID`.
//!
//! Files of data (YAML, JSON) define a case where an object has a member `id` of that value. In
//! other texts (the published control plane keeps cases in Markdown) a line `id: ID`, a heading
//! that holds the id, or an anchor `{#ID}` defines it; a mention in prose does not.

use serde_json::Value;

use super::root_file;
use crate::context::RootFiles;
use crate::read::Format;

/// What became of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The file defines the case.
    Case,
    /// The path names no file below the root, or one that leaves it.
    NoFile,
    /// The file defines no such case.
    NoCase,
}

/// Looks for a case below the root.
#[must_use]
pub fn find(root: &dyn RootFiles, path: &str, id: &str) -> Found {
    if root.escapes(path) {
        return Found::NoFile;
    }
    let Some(bytes) = root.read(path) else { return Found::NoFile };
    let defined = match Format::of_name(path) {
        Some(Format::Json | Format::Yaml) => {
            root_file::tree(root, path).is_some_and(|tree| defines(&tree, id))
        }
        _ => text_defines(&String::from_utf8_lossy(&bytes), id),
    };
    if defined { Found::Case } else { Found::NoCase }
}

/// Whether an object somewhere in the tree has that `id`. The reader has bounded the depth.
fn defines(tree: &Value, id: &str) -> bool {
    match tree {
        Value::Object(members) => {
            members.get("id").and_then(Value::as_str) == Some(id)
                || members.values().any(|value| defines(value, id))
        }
        Value::Array(items) => items.iter().any(|item| defines(item, id)),
        _ => false,
    }
}

fn text_defines(text: &str, id: &str) -> bool {
    text.lines().any(|line| line_defines(line, id))
}

fn line_defines(line: &str, id: &str) -> bool {
    let line = line.trim();
    if line.contains(&format!("{{#{id}}}")) {
        return true;
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if line.starts_with('#') {
        return line.split(|c| !is_part(c)).any(|word| word == id);
    }
    let item = line.trim_start_matches(['-', '*', ' ']);
    let value = item.strip_prefix("id:").or_else(|| item.strip_prefix("\"id\":"));
    value.is_some_and(|value| {
        let bare = value.split(" #").next().unwrap_or(value);
        bare.trim().trim_matches(['"', '\'', ',', '`']) == id
    })
}

#[cfg(test)]
mod tests {
    use super::line_defines;

    #[test]
    fn definitions_count_and_mentions_do_not() {
        for line in [
            "id: A-1",
            "- id: A-1",
            "  \"id\": \"A-1\",",
            "id: 'A-1' # first",
            "## A-1 title",
            "### Case `A-1`",
            "## title {#A-1}",
        ] {
            assert!(line_defines(line, "A-1"), "{line}");
        }
        for line in ["see A-1", "id: A-12", "## A-1.2", "grid: A-1", "", "#A-12"] {
            assert!(!line_defines(line, "A-1"), "{line}");
        }
    }
}
