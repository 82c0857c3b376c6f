//! Where references lead inside one document: identifiers, anchors, pointers.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::Dialect;

/// How a keyword holds subschemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One schema.
    One,
    /// An array of schemas.
    List,
    /// An object of schemas.
    Map,
    /// One schema or an array of them.
    OneOrList,
}

/// Keywords that hold subschemas.
pub(crate) const SUBSCHEMAS: &[(&str, Shape)] = &[
    ("$defs", Shape::Map),
    ("definitions", Shape::Map),
    ("properties", Shape::Map),
    ("patternProperties", Shape::Map),
    ("dependentSchemas", Shape::Map),
    ("dependencies", Shape::Map),
    ("additionalProperties", Shape::One),
    ("unevaluatedProperties", Shape::One),
    ("propertyNames", Shape::One),
    ("items", Shape::OneOrList),
    ("prefixItems", Shape::List),
    ("additionalItems", Shape::One),
    ("unevaluatedItems", Shape::One),
    ("contains", Shape::One),
    ("allOf", Shape::List),
    ("anyOf", Shape::List),
    ("oneOf", Shape::List),
    ("not", Shape::One),
    ("if", Shape::One),
    ("then", Shape::One),
    ("else", Shape::One),
];

/// The base of a document that names none: any hierarchical URI serves.
const NO_BASE: &str = "schema:///";

/// Every place of a document that can be referred to by name.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// Resource URI → pointer of its root.
    roots: HashMap<String, String>,
    /// Resource URI and anchor → pointer.
    anchors: HashMap<(String, String), String>,
    /// Pointer of a resource root → its URI.
    bases: HashMap<String, String>,
    /// Dynamic anchor → its pointers.
    pub(super) dynamic: HashMap<String, Vec<String>>,
    /// A subschema that declares another dialect than the document.
    pub(super) foreign: Vec<String>,
}

/// A place in a schema document.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// RFC 6901 pointer.
    pub(super) pointer: String,
}

impl Place {
    /// The place below, by member name or index.
    pub(super) fn at(&self, token: impl std::fmt::Display) -> Place {
        Place { pointer: join(&self.pointer, &token.to_string()) }
    }
}

/// A pointer one token longer.
pub(crate) fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

impl Resources {
    /// Reads every identifier and anchor of a document.
    pub(super) fn of(document: &Value, dialect: Dialect) -> Self {
        let mut resources = Resources::default();
        resources.roots.insert(NO_BASE.to_owned(), String::new());
        resources.bases.insert(String::new(), NO_BASE.to_owned());
        resources.enter(document, dialect, String::new(), Rc::from(NO_BASE));
        resources
    }

    fn enter(&mut self, schema: &Value, dialect: Dialect, pointer: String, base: Rc<str>) {
        let Value::Object(members) = schema else { return };
        let base = self.identify(members, dialect, &pointer, base);
        for (keyword, shape) in SUBSCHEMAS {
            let Some(value) = members.get(*keyword) else { continue };
            let below = join(&pointer, keyword);
            match (shape, value) {
                (Shape::Map, Value::Object(map)) => {
                    for (name, schema) in map {
                        self.enter(schema, dialect, join(&below, name), Rc::clone(&base));
                    }
                }
                (Shape::List | Shape::OneOrList, Value::Array(list)) => {
                    for (index, schema) in list.iter().enumerate() {
                        self.enter(schema, dialect, format!("{below}/{index}"), Rc::clone(&base));
                    }
                }
                (Shape::One | Shape::OneOrList, one) => {
                    self.enter(one, dialect, below, Rc::clone(&base));
                }
                _ => {}
            }
        }
    }

    /// Notes what a schema object calls itself; the base of what stands in it.
    fn identify(
        &mut self,
        members: &serde_json::Map<String, Value>,
        dialect: Dialect,
        pointer: &str,
        base: Rc<str>,
    ) -> Rc<str> {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if dialect <= Dialect::Draft7 && members.contains_key("$ref") {
            return base;
        }
        let declared = text("$schema").filter(|_| !pointer.is_empty());
        if declared.is_some_and(|uri| Dialect::of_uri(uri) != Some(dialect)) {
            self.foreign.push(pointer.to_owned());
        }
        let id = text(if dialect == Dialect::Draft4 { "id" } else { "$id" });
        let base = match id.map(|id| id.split_once('#').unwrap_or((id, ""))) {
            Some(("", anchor)) if !anchor.is_empty() && dialect <= Dialect::Draft7 => {
                self.anchors.insert((base.to_string(), anchor.to_owned()), pointer.to_owned());
                base
            }
            Some((id, _)) if !id.is_empty() => match Url::parse(&base).and_then(|b| b.join(id)) {
                Ok(url) => Rc::from(url.as_str()),
                Err(_) => base,
            },
            _ => base,
        };
        if pointer.is_empty() || !self.roots.contains_key(&*base) {
            self.roots.insert(base.to_string(), pointer.to_owned());
            self.bases.insert(pointer.to_owned(), base.to_string());
        }
        if dialect >= Dialect::Draft201909 {
            self.name(&text, pointer, &base);
        }
        base
    }

    fn name<'v>(&mut self, text: &dyn Fn(&str) -> Option<&'v str>, pointer: &str, base: &str) {
        for key in ["$anchor", "$dynamicAnchor"] {
            let Some(anchor) = text(key) else { continue };
            self.anchors.insert((base.to_owned(), anchor.to_owned()), pointer.to_owned());
            if key == "$dynamicAnchor" {
                self.dynamic.entry(anchor.to_owned()).or_default().push(pointer.to_owned());
            }
        }
    }

    /// Whether no place has a name and all are of one dialect: a fragment is a pointer then.
    pub(super) fn are_plain(&self) -> bool {
        self.count() == 1 && self.anchors.is_empty() && self.foreign.is_empty()
    }

    /// How many resources the document holds.
    pub(super) fn count(&self) -> usize {
        self.bases.len()
    }

    fn base_of(&self, pointer: &str) -> &str {
        let mut at = pointer;
        loop {
            if let Some(base) = self.bases.get(at) {
                return base;
            }
            match at.rfind('/') {
                Some(cut) => at = at.get(..cut).unwrap_or_default(),
                None => return NO_BASE,
            }
        }
    }

    /// The pointer that a reference, standing at `from`, leads to.
    pub(super) fn resolve(&self, reference: &str, from: &str) -> Result<String, String> {
        let base = Url::parse(self.base_of(from)).map_err(|e| e.to_string())?;
        let mut url = base.join(reference).map_err(|e| format!("{reference}: {e}"))?;
        let fragment = percent_decoded(url.fragment().unwrap_or_default());
        url.set_fragment(None);
        let Some(root) = self.roots.get(url.as_str()) else {
            return Err(format!("{reference} leads out of the document (nothing is fetched)"));
        };
        if fragment.is_empty() {
            return Ok(root.clone());
        }
        if fragment.starts_with('/') {
            return Ok(format!("{root}{fragment}"));
        }
        let anchor = (url.as_str().to_owned(), fragment);
        self.anchors.get(&anchor).cloned().ok_or_else(|| format!("no anchor {reference}"))
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_lead_by_pointer_anchor_and_identifier() {
        let document = json!({
            "$id": "https://example.com/root.json",
            "$defs": {
                "a b": {"$anchor": "here"},
                "inner": {"$id": "inner.json", "$defs": {"c": true}}
            }
        });
        let resources = Resources::of(&document, Dialect::Draft202012);
        let resolve = |reference: &str, from: &str| resources.resolve(reference, from);
        assert_eq!(resolve("#/$defs/a%20b", ""), Ok("/$defs/a b".into()));
        assert_eq!(resolve("#here", ""), Ok("/$defs/a b".into()));
        assert_eq!(resolve("inner.json#/$defs/c", ""), Ok("/$defs/inner/$defs/c".into()));
        assert_eq!(resolve("#", "/$defs/inner/$defs/c"), Ok("/$defs/inner".into()));
        assert_eq!(resolve("https://example.com/root.json", ""), Ok(String::new()));
        assert!(resolve("other.json", "").is_err());
    }
}
