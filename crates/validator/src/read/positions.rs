//! Where every value and key of a document stands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

/// The places of one document: 20 bytes a value, the children of a container side by side, so
/// that the n-th item is found at once.
#[derive(Debug, Default)]
pub struct Positions {
    nodes: Vec<Node>,
    root: Option<Node>,
    keys: Mutex<KeyIndex>,
}

/// Per large object (by its first child) the place of every key, made when first asked for.
type KeyIndex = HashMap<u32, HashMap<String, usize>>;

/// Objects up to this size are searched key by key.
const SMALL: usize = 32;

/// Where a value stands, in byte offsets of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The member's key, its quotes included; none for items and for the document itself.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// A value's place, and where its children begin among the nodes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    key: (u32, u32),
    value: (u32, u32),
    first: u32,
}

const NO_KEY: (u32, u32) = (u32::MAX, u32::MAX);

impl Node {
    /// A node without a key whose children begin at `first`.
    pub(super) fn new(value: &Range<usize>, first: usize) -> Self {
        Node { key: NO_KEY, value: pack(value), first: narrow(first) }
    }

    /// The same node under a key.
    pub(super) fn under(mut self, key: &Range<usize>) -> Self {
        self.key = pack(key);
        self
    }

    /// The same children at another place: an alias stands where it is written, what it stands
    /// for where that is written.
    pub(super) fn moved_to(mut self, value: &Range<usize>) -> Self {
        self.value = pack(value);
        self.key = NO_KEY;
        self
    }

    /// The key's place.
    pub(super) fn key(&self) -> Option<Range<usize>> {
        (self.key != NO_KEY).then_some(self.key.0 as usize..self.key.1 as usize)
    }

    fn span(&self) -> Span {
        Span { key: self.key(), value: self.value.0 as usize..self.value.1 as usize }
    }
}

// Offsets fit: no reader takes a text above `Limits::LARGEST`.
fn pack(range: &Range<usize>) -> (u32, u32) {
    (narrow(range.start), narrow(range.end))
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX - 1)
}

impl Positions {
    pub(super) fn new(nodes: Vec<Node>, root: Option<Node>) -> Self {
        Positions { nodes, root, keys: Mutex::default() }
    }

    /// Where the value at an RFC 6901 pointer stands. What does not exist is looked for at its
    /// nearest existing ancestor (a missing member at its object), without a key. `tree` is the
    /// value that was read together with these positions; `None` when none was.
    #[must_use]
    pub fn locate(&self, tree: &Value, pointer: &str) -> Option<Span> {
        let mut node = self.root.as_ref()?;
        let mut value = tree;
        for token in pointer.split('/').skip(1) {
            let found = self.step(node, value, &unescape(token));
            let Some((child, below)) = found else {
                return Some(Span { key: None, ..node.span() });
            };
            (node, value) = (child, below);
        }
        Some(node.span())
    }

    fn step<'a>(
        &'a self,
        node: &Node,
        value: &'a Value,
        token: &str,
    ) -> Option<(&'a Node, &'a Value)> {
        let (at, below) = match value {
            Value::Array(items) => {
                let at = index(token)?;
                (at, items.get(at)?)
            }
            Value::Object(members) if members.len() <= SMALL => {
                let mut members = members.iter().enumerate();
                let (at, (_, below)) = members.find(|(_, (name, _))| *name == token)?;
                (at, below)
            }
            Value::Object(members) => {
                let below = members.get(token)?;
                (self.place_of_key(node, members, token)?, below)
            }
            _ => return None,
        };
        Some((self.nodes.get(node.first as usize + at)?, below))
    }

    fn place_of_key(&self, node: &Node, members: &Map<String, Value>, key: &str) -> Option<usize> {
        let mut index = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let places = index.entry(node.first).or_insert_with(|| {
            members.keys().enumerate().map(|(at, name)| (name.clone(), at)).collect()
        });
        places.get(key).copied()
    }
}

/// An array index as RFC 6901 writes it: no sign, no leading zero.
fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    if plain { token.parse().ok() } else { None }
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// Adds one reference token to a pointer.
pub(super) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Format, Limits, read};

    #[test]
    fn every_value_and_key_is_found_and_what_is_missing_at_its_ancestor() {
        let text = r#"{"a/b": [1, {"~": "x"}], "": null}"#;
        let document = read(text.as_bytes(), Format::Json, &Limits::default());
        let tree = document.value.as_ref().unwrap();
        let at = |pointer: &str| {
            let span = document.positions.locate(tree, pointer).unwrap();
            (span.key.map(|key| &text[key]), &text[span.value])
        };
        assert_eq!(at(""), (None, text));
        assert_eq!(at("/a~1b/0"), (None, "1"));
        assert_eq!(at("/a~1b/1/~0"), (Some("\"~\""), "\"x\""));
        assert_eq!(at("/"), (Some("\"\""), "null"));
        assert_eq!(at("/a~1b/1/missing/deeper"), (None, "{\"~\": \"x\"}"));
        assert_eq!(at("/a~1b/01"), (None, "[1, {\"~\": \"x\"}]"), "no index");
        assert_eq!(at("/a~1b/-"), (None, "[1, {\"~\": \"x\"}]"));
    }

    #[test]
    fn keys_of_large_objects_are_found_too() {
        let members: Vec<String> = (0..500).map(|n| format!("\"k{n}\":{n}")).collect();
        let text = format!("[{{{0}}},{{{0}}}]", members.join(","));
        let document = read(text.as_bytes(), Format::Json, &Limits::default());
        let tree = document.value.as_ref().unwrap();
        for n in [0, 31, 32, 499] {
            let span = document.positions.locate(tree, &format!("/1/k{n}")).unwrap();
            assert_eq!(text[span.value.clone()], n.to_string());
            assert!(span.value.start > text.len() / 2, "of the second object");
        }
    }
}
