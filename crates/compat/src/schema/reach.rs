//! A schema means what it says and what its references lead to: two that agree in both are one
//! condition, whatever else stands in their documents.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reader::Reader;

impl Reader<'_> {
    /// A schema and everything that its references lead to; with the whole document where names
    /// are about, or where a reference leads nowhere in it.
    pub(super) fn reach(&self, schema: &Value) -> String {
        let mut reached = BTreeMap::new();
        match self.collect(schema, &mut reached) {
            true if reached.is_empty() => schema.to_string(),
            true if self.resources.are_plain() => format!("{schema} {reached:?}"),
            _ => format!("{schema} {}", self.document),
        }
    }

    /// Notes what every reference in there leads to; whether each leads somewhere.
    fn collect(&self, value: &Value, reached: &mut BTreeMap<String, String>) -> bool {
        match value {
            Value::Array(items) => items.iter().all(|item| self.collect(item, reached)),
            Value::Object(members) => members.iter().all(|(name, inner)| match inner {
                // What looks like a reference and is none costs a comparison, never its truth.
                Value::String(reference) if name.ends_with("Ref") || name == "$ref" => {
                    name == "$ref" && self.lead(reference, reached)
                }
                inner => self.collect(inner, reached),
            }),
            _ => true,
        }
    }

    fn lead(&self, reference: &str, reached: &mut BTreeMap<String, String>) -> bool {
        if !reference.starts_with('#') {
            return false;
        }
        let Ok(pointer) = self.resources.resolve(reference, "") else { return false };
        if reached.contains_key(&pointer) {
            return true;
        }
        let Some(target) = self.document.pointer(&pointer) else { return false };
        reached.insert(pointer, target.to_string());
        self.collect(target, reached)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Options, compare};

    /// Names that no engine can judge, beside members that every engine can.
    fn named_by(definition: Value, rest: Value) -> Value {
        let mut schema = json!({"type": "object", "propertyNames": {"$ref": "#/$defs/Name"}});
        schema["$defs"]["Name"] = definition;
        schema["properties"] = rest;
        schema
    }

    fn words(old: &Value, new: &Value) -> (&'static str, &'static str) {
        let found = compare(old, new, &Options::default()).unwrap();
        (found.backward.word(), found.forward.word())
    }

    #[test]
    fn what_stays_as_it_is_is_the_same_condition_in_both_documents() {
        let name = json!({"allOf": [{"$ref": "#/$defs/Name"}, {"type": "string"}]});
        let old = named_by(name.clone(), json!({"size": {"type": "integer"}}));
        let new = named_by(name, json!({"size": {"type": "number"}}));
        // No engine need take any document with a member: what breaks is not known.
        assert_eq!(words(&old, &new), ("compatible", "unknown"));
    }

    #[test]
    fn what_a_reference_leads_to_is_part_of_the_condition() {
        let format = |name: &str| json!({"allOf": [{"format": name}, {"$ref": "#/$defs/Name"}]});
        let old = named_by(format("date"), json!({}));
        assert_eq!(words(&old, &named_by(format("time"), json!({}))), ("unknown", "unknown"));
        let same = named_by(format("date"), json!({"size": {}}));
        assert_eq!(words(&old, &same), ("compatible", "compatible"));
    }

    #[test]
    fn what_refers_to_nothing_is_the_same_condition_whatever_the_document_is_called() {
        let schema = |id: &str, most: u64| {
            let text = json!({"type": "string", "pattern": r"(a)\1"});
            let size = json!({"type": "integer", "maximum": most});
            json!({"$id": id, "type": "object", "properties": {"text": text, "size": size}})
        };
        let (old, new) = (schema("https://a.example/1", 1), schema("https://a.example/2", 2));
        assert_eq!(words(&old, &new), ("compatible", "breaking"));
    }

    #[test]
    fn with_names_about_the_whole_document_is_the_condition() {
        let name = json!({"$anchor": "name", "allOf": [{"$ref": "#name"}, {"type": "string"}]});
        let old = named_by(name.clone(), json!({"size": {"type": "integer"}}));
        let new = named_by(name, json!({"size": {"type": "number"}}));
        assert_eq!(words(&old, &new), ("unknown", "unknown"));
    }
}
