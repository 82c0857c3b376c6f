//! The schema of one member by itself, cut out of the schema of its object.
//!
//! Where all of a document is proven but the value of one member, only what this member's own
//! schema says is left to be explained. What cannot be cut out surely, a member that several parts
//! of the schema name, has no schema of its own: the whole document is explained then.

use serde_json::{Map, Value, json};

use crate::union::{follow, join};

/// What was cut out.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The schema, of an object of this member alone.
    pub(crate) schema: Value,
    /// Pointer to the member's schema in it.
    pub(crate) here: String,
    /// Pointer to the same in the whole schema.
    pub(crate) there: String,
}

/// Cuts a member's schema out. `variant` is the pointer to the branch that an instance means, where
/// the schema is a union of tagged variants.
pub(crate) fn cut(whole: &Value, variant: Option<&str>, name: &str) -> Option<Cut> {
    let mut parts = Parts { root: whole, found: Vec::new() };
    parts.gather(whole, String::new(), 0)?;
    if let Some(variant) = variant {
        parts.gather(whole.pointer(variant)?, variant.to_owned(), 0)?;
    }
    let mut naming = parts.found.iter().filter_map(|(pointer, keywords)| {
        let own = keywords.get("properties")?.get(name)?;
        Some((pointer, own))
    });
    let (pointer, own) = naming.next()?;
    if naming.next().is_some() {
        return None;
    }
    let mut schema = Map::new();
    for (keyword, value) in whole.as_object()? {
        if matches!(keyword.as_str(), "$schema" | "$id" | "$defs") {
            schema.insert(keyword.clone(), value.clone());
        }
    }
    schema.insert("properties".to_owned(), json!({name: own}));
    let there = join(&[pointer, "/properties"].concat(), name);
    Some(Cut { schema: Value::Object(schema), here: join("/properties", name), there })
}

/// The parts of a schema that apply to an object whatever it holds.
struct Parts<'s> {
    root: &'s Value,
    found: Vec<(String, &'s Map<String, Value>)>,
}

impl<'s> Parts<'s> {
    fn gather(&mut self, schema: &'s Value, pointer: String, depth: usize) -> Option<()> {
        let keywords = schema.as_object().filter(|_| depth < 8)?;
        if let Some(to) = keywords.get("$ref") {
            let to = to.as_str()?;
            self.gather(follow(self.root, to)?, to.strip_prefix('#')?.to_owned(), depth + 1)?;
        }
        let all = keywords.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for (at, part) in all.enumerate() {
            self.gather(part, format!("{pointer}/allOf/{at}"), depth + 1)?;
        }
        self.found.push((pointer, keywords));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_one_part_names_is_cut_out() {
        let whole = json!({"$defs": {"X": {"type": "string"}}, "required": ["a"],
            "properties": {"a": {"$ref": "#/$defs/X"}, "d": {}},
            "allOf": [{"minProperties": 1}, {"properties": {"d": {}, "e/": {"not": {}}}}]});
        let made = cut(&whole, None, "a").unwrap();
        let expected = json!({"$defs": {"X": {"type": "string"}},
            "properties": {"a": {"$ref": "#/$defs/X"}}});
        assert_eq!(made.schema, expected);
        assert_eq!((made.here.as_str(), made.there.as_str()), ("/properties/a", "/properties/a"));
        let made = cut(&whole, None, "e/").unwrap();
        assert_eq!(made.there, "/allOf/1/properties/e~1");
        assert_eq!(made.here, "/properties/e~1");
        assert!(cut(&whole, None, "d").is_none(), "two parts name it");
        assert!(cut(&whole, None, "f").is_none(), "nobody names it");
    }

    #[test]
    fn a_variant_has_members_of_its_own() {
        let whole = json!({"properties": {"kind": {}}, "oneOf": [
            {"properties": {"kind": {"const": "x"}, "a": {"type": "null"}}},
            {"$ref": "#/$defs/Y"}],
            "$defs": {"Y": {"properties": {"kind": {"const": "y"}, "a": {"minimum": 1}}}}});
        let first = cut(&whole, Some("/oneOf/0"), "a").unwrap();
        assert_eq!(first.there, "/oneOf/0/properties/a");
        assert_eq!(first.schema["properties"], json!({"a": {"type": "null"}}));
        let second = cut(&whole, Some("/oneOf/1"), "a").unwrap();
        assert_eq!(second.there, "/$defs/Y/properties/a");
        assert!(cut(&whole, Some("/oneOf/0"), "kind").is_none(), "two parts name it");
        assert!(cut(&whole, None, "a").is_none());
    }
}
