//! What a schema declares, by its place in the document: members and tagged variants.

use std::collections::BTreeMap;

use catalog::canonical::without_annotations;
use serde_json::{Map, Value};

/// Everything that a schema declares, by its place in the document (`/heartbeat/every`, items as
/// `/*`, other members as `/{}`, variants as `[kind=exited]`).
pub(super) type Declared = BTreeMap<String, Node>;

/// One member or variant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Where the schema declares it.
    pub(super) pointer: String,
    /// The place that holds it.
    pub(super) parent: String,
    /// The member's name; `None` for a variant.
    pub(super) name: Option<String>,
    /// Whether documents have to hold it.
    pub(super) required: bool,
    /// Whether the schema calls it deprecated.
    pub(super) deprecated: bool,
    /// What it says of itself, white space evened out, and what the definition behind it says.
    pub(super) text: String,
    /// What stands for it when it is absent.
    pub(super) default: Option<Value>,
    /// What it takes, words left out.
    pub(super) shape: Value,
}

/// What a schema declares.
pub(super) fn declared(schema: &Value) -> Declared {
    let mut walk = Walk { root: schema, open: Vec::new(), found: Declared::new() };
    walk.visit(schema, "", "");
    walk.found
}

struct Walk<'s> {
    root: &'s Value,
    /// The references on the way, so that recursion ends.
    open: Vec<&'s str>,
    found: Declared,
}

impl<'s> Walk<'s> {
    fn visit(&mut self, schema: &'s Value, path: &str, pointer: &str) {
        let Value::Object(keywords) = schema else { return };
        if let Some(reference) = local_reference(keywords)
            && !self.open.contains(&reference)
            && let Some(target) = self.root.pointer(reference)
        {
            self.open.push(reference);
            self.visit(target, path, reference);
            self.open.pop();
        }
        self.members(keywords, path, pointer);
        self.parts(keywords, path, pointer);
        self.branches(keywords, path, pointer);
    }

    fn members(&mut self, keywords: &'s Map<String, Value>, path: &str, pointer: &str) {
        let Some(Value::Object(properties)) = keywords.get("properties") else { return };
        let required = keywords.get("required").and_then(Value::as_array);
        for (name, schema) in properties {
            let token = name.replace('~', "~0").replace('/', "~1");
            let (place, at) = (format!("{path}/{token}"), format!("{pointer}/properties/{token}"));
            let required = required.is_some_and(|names| names.iter().any(|n| n == name.as_str()));
            let node = self.node(schema, &at, path, Some(name), required);
            match self.found.get_mut(&place) {
                // Several clauses may speak of one member; the first one names it.
                Some(known) => known.required |= required,
                None => {
                    self.found.insert(place.clone(), node);
                }
            }
            self.visit(schema, &place, &at);
        }
    }

    /// Items and members of any name.
    fn parts(&mut self, keywords: &'s Map<String, Value>, path: &str, pointer: &str) {
        for (keyword, token) in [("items", "*"), ("additionalProperties", "{}")] {
            if let Some(schema) = keywords.get(keyword) {
                self.visit(schema, &format!("{path}/{token}"), &format!("{pointer}/{keyword}"));
            }
        }
        let places = keywords.get("prefixItems").and_then(Value::as_array);
        for (index, schema) in places.into_iter().flatten().enumerate() {
            let at = format!("{pointer}/prefixItems/{index}");
            self.visit(schema, &format!("{path}/{index}"), &at);
        }
    }

    fn branches(&mut self, keywords: &'s Map<String, Value>, path: &str, pointer: &str) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let branches = keywords.get(keyword).and_then(Value::as_array);
            for (index, schema) in branches.into_iter().flatten().enumerate() {
                let at = format!("{pointer}/{keyword}/{index}");
                let label = (keyword != "allOf").then(|| self.label(schema)).flatten();
                let Some(label) = label else {
                    self.visit(schema, path, &at);
                    continue;
                };
                let place = format!("{path}[{label}]");
                let node = self.node(schema, &at, path, None, false);
                self.found.entry(place.clone()).or_insert(node);
                self.visit(schema, &place, &at);
            }
        }
    }

    /// `kind=exited`: the tag that tells a variant from the others.
    fn label(&self, schema: &Value) -> Option<String> {
        let keywords = self.resolved(schema).as_object()?;
        let required = keywords.get("required")?.as_array()?;
        let properties = keywords.get("properties")?.as_object()?;
        properties.iter().find_map(|(name, member)| {
            let tag = member.get("const").and_then(Value::as_str)?;
            required.iter().any(|n| n == name.as_str()).then(|| format!("{name}={tag}"))
        })
    }

    fn node(
        &self,
        schema: &Value,
        pointer: &str,
        parent: &str,
        name: Option<&String>,
        required: bool,
    ) -> Node {
        Node {
            pointer: pointer.to_owned(),
            parent: parent.to_owned(),
            name: name.cloned(),
            required,
            deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
            text: self.text(schema),
            default: schema.get("default").cloned(),
            shape: bare(schema),
        }
    }

    /// The member's own words and those of the definition that it refers to.
    fn text(&self, schema: &Value) -> String {
        let words = |schema: &Value| {
            let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let (own, behind) = (words(schema), words(self.resolved(schema)));
        if own == behind { own } else { format!("{own} {behind}").trim().to_owned() }
    }

    /// What stands behind a reference, or behind one branch of a nullable one.
    fn resolved<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let Value::Object(keywords) = schema else { return schema };
        if let Some(target) = local_reference(keywords).and_then(|at| self.root.pointer(at)) {
            return target;
        }
        let branches = keywords.get("anyOf").and_then(Value::as_array);
        let mut others = branches
            .into_iter()
            .flatten()
            .filter(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
        match (others.next(), others.next()) {
            (Some(Value::Object(only)), None) => {
                local_reference(only).and_then(|at| self.root.pointer(at)).unwrap_or(schema)
            }
            _ => schema,
        }
    }
}

/// The pointer of a reference into the same document.
fn local_reference(keywords: &Map<String, Value>) -> Option<&str> {
    keywords.get("$ref")?.as_str()?.strip_prefix('#')
}

/// A schema without words, defaults and marks: what documents it takes.
fn bare(schema: &Value) -> Value {
    let mut bare = without_annotations(schema);
    if let Value::Object(keywords) = &mut bare {
        keywords.retain(|keyword, _| !matches!(keyword.as_str(), "default" | "deprecated"));
    }
    bare
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::declared;

    #[test]
    fn members_are_found_through_references_items_and_tags() {
        let schema = json!({
            "required": ["list"],
            "properties": {"list": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
            "$defs": {"Part": {"oneOf": [
                {"required": ["kind"], "properties": {
                    "kind": {"const": "leaf"}, "size": {"type": "integer"}}},
                {"required": ["kind"], "properties": {
                    "kind": {"const": "tree"}, "below": {"$ref": "#/$defs/Part"}}}]}}
        });
        let found = declared(&schema);
        let places: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(
            places,
            [
                "/list",
                "/list/*[kind=leaf]",
                "/list/*[kind=leaf]/kind",
                "/list/*[kind=leaf]/size",
                "/list/*[kind=tree]",
                "/list/*[kind=tree]/below",
                "/list/*[kind=tree]/kind",
            ]
        );
        assert!(found["/list"].required);
        assert_eq!(found["/list/*[kind=leaf]/size"].pointer, "/$defs/Part/oneOf/0/properties/size");
    }

    #[test]
    fn a_members_words_are_its_own_and_its_definitions() {
        let schema = json!({
            "properties": {"a": {"description": "Own\n  words.", "anyOf": [
                {"$ref": "#/$defs/A"}, {"type": "null"}]}},
            "$defs": {"A": {"description": "Behind.", "type": "string"}}
        });
        assert_eq!(declared(&schema)["/a"].text, "Own words. Behind.");
    }
}
