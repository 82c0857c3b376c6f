//! What a schema says of one member alone, cut out of what it says of the whole object.
//!
//! Where all of a document is proven but one member, only what the schema says of this one is left
//! to be explained: what its value must be, or that it must be there. What cannot be cut out surely,
//! since several parts of the schema say something, has no schema of its own: the whole document is
//! explained then.

use serde_json::{Map, Value, json};

use crate::union::{follow, join};

/// What was cut out.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The schema, of an object of this member alone.
    pub(crate) schema: Value,
    /// Pointer to what is said of the member in it.
    pub(crate) here: String,
    /// Pointer to the same in the whole schema.
    pub(crate) there: String,
}

/// Cuts out what the schema says of a member's value, or, of a missing one, that it must be there.
/// `variant` is the pointer to the branch that an instance means, where the schema is a union of
/// tagged variants.
pub(crate) fn cut(whole: &Value, variant: Option<&str>, name: &str, missing: bool) -> Option<Cut> {
    let union = variant.and_then(|variant| Some(variant.rsplit_once('/')?.0));
    let mut parts = Parts { root: whole, union, name, found: Vec::new() };
    parts.gather(whole, String::new(), 0)?;
    if let Some(variant) = variant {
        parts.gather(whole.pointer(variant)?, variant.to_owned(), 0)?;
    }
    let says = |keywords: &Map<String, Value>| {
        if !missing {
            return keywords.get("properties")?.get(name).cloned();
        }
        let mut required = keywords.get("required")?.as_array()?.iter();
        required.any(|other| other.as_str() == Some(name)).then(|| json!([name]))
    };
    let mut saying =
        parts.found.iter().filter_map(|(pointer, keywords)| Some((pointer, says(keywords)?)));
    let (pointer, own) = saying.next()?;
    if saying.next().is_some() {
        return None;
    }
    let (keyword, own, here) = match missing {
        true => ("required", own, "/required".to_owned()),
        false => ("properties", json!({name: own}), join("/properties", name)),
    };
    let there = [pointer, &*here].concat();
    let shared = whole.as_object()?.iter().filter(|(name, _)| is_shared(name));
    let mut schema: Map<String, Value> =
        shared.map(|(name, value)| (name.clone(), value.clone())).collect();
    schema.insert(keyword.to_owned(), own);
    Some(Cut { schema: Value::Object(schema), here, there })
}

/// Whether a keyword only says how the others are to be read.
fn is_shared(keyword: &str) -> bool {
    matches!(keyword, "$schema" | "$id" | "$defs")
}

/// The parts of a schema that apply to an object whatever it holds.
struct Parts<'s> {
    root: &'s Value,
    /// Pointer to the union of tagged variants, of which one applies.
    union: Option<&'s str>,
    /// The member that is looked for.
    name: &'s str,
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
        // What is said of members by their names, or by other branches, may have been part of the
        // member's proof.
        (!speaks_by_name(keywords, self.name)).then_some(())?;
        let apart = ["oneOf", "anyOf"].into_iter().all(|keyword| {
            let known = || self.union == Some(&*[&pointer, "/", keyword].concat());
            keywords.get(keyword).is_none_or(|union| known() || !mentions(union, self.name))
        });
        apart.then(|| self.found.push((pointer, keywords)))
    }
}

/// Whether keywords may say something of a member of that name by which it is called.
fn speaks_by_name(keywords: &Map<String, Value>, name: &str) -> bool {
    let has = |keyword: &&str| keywords.contains_key(*keyword);
    let listed = keywords.get("properties").is_some_and(|members| members.get(name).is_some());
    ["patternProperties", "propertyNames"].iter().any(has)
        || (!listed && ["additionalProperties", "unevaluatedProperties"].iter().any(has))
}

/// Whether some part of a schema may say something of a member of that name.
fn mentions(schema: &Value, name: &str) -> bool {
    match schema {
        Value::Array(items) => items.iter().any(|item| mentions(item, name)),
        Value::Object(members) => {
            members.iter().any(|(key, value)| key == name || key == "$ref" || mentions(value, name))
        }
        Value::String(text) => text == name,
        _ => false,
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
        let made = cut(&whole, None, "a", false).unwrap();
        let expected = json!({"$defs": {"X": {"type": "string"}},
            "properties": {"a": {"$ref": "#/$defs/X"}}});
        assert_eq!(made.schema, expected);
        assert_eq!((made.here.as_str(), made.there.as_str()), ("/properties/a", "/properties/a"));
        let made = cut(&whole, None, "e/", false).unwrap();
        assert_eq!(made.there, "/allOf/1/properties/e~1");
        assert_eq!(made.here, "/properties/e~1");
        assert!(cut(&whole, None, "d", false).is_none(), "two parts name it");
        assert!(cut(&whole, None, "f", false).is_none(), "nobody names it");
        let made = cut(&whole, None, "a", true).unwrap();
        assert_eq!(
            (made.schema["required"].clone(), made.there.as_str()),
            (json!(["a"]), "/required")
        );
        assert!(cut(&whole, None, "d", true).is_none(), "nobody requires it");
    }

    #[test]
    fn what_another_union_may_say_of_a_member_leaves_it_uncut() {
        for union in [
            json!([{"properties": {"a": {"minimum": 1}}}, {"required": ["b"]}]),
            json!([{"$ref": "#/$defs/X"}, {"type": "null"}]),
            json!([{"required": ["a"]}]),
        ] {
            let whole = json!({"properties": {"a": {}, "b": {}}, "allOf": [{"anyOf": union}]});
            assert!(cut(&whole, None, "a", false).is_none());
        }
        let whole =
            json!({"properties": {"a": {}}, "anyOf": [{"required": ["b"]}, {"required": ["c"]}]});
        assert!(cut(&whole, None, "a", false).is_some());
    }

    #[test]
    fn what_is_said_of_members_by_their_names_leaves_them_uncut() {
        for more in [
            json!({"patternProperties": {"^a": {"minimum": 1}}}),
            json!({"propertyNames": {"maxLength": 3}}),
            json!({"allOf": [{"additionalProperties": {"minimum": 1}}]}),
            json!({"allOf": [{"properties": {"b": {}}, "unevaluatedProperties": false}]}),
        ] {
            let mut whole = json!({"properties": {"a": {}}});
            whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            assert!(cut(&whole, None, "a", false).is_none(), "{whole}");
        }
        let whole = json!({"properties": {"a": {}}, "additionalProperties": false});
        assert!(cut(&whole, None, "a", false).is_some(), "it is listed");
    }

    #[test]
    fn a_variant_has_members_of_its_own() {
        let whole = json!({"properties": {"kind": {}}, "oneOf": [
            {"properties": {"kind": {"const": "x"}, "a": {"type": "null"}}},
            {"$ref": "#/$defs/Y"}],
            "$defs": {"Y": {"properties": {"kind": {"const": "y"}, "a": {"minimum": 1}}}}});
        let first = cut(&whole, Some("/oneOf/0"), "a", false).unwrap();
        assert_eq!(first.there, "/oneOf/0/properties/a");
        assert_eq!(first.schema["properties"], json!({"a": {"type": "null"}}));
        let second = cut(&whole, Some("/oneOf/1"), "a", false).unwrap();
        assert_eq!(second.there, "/$defs/Y/properties/a");
        assert!(cut(&whole, Some("/oneOf/0"), "kind", false).is_none(), "two parts name it");
        assert!(cut(&whole, None, "a", false).is_none());
    }
}
