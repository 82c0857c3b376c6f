//! One type carries every revision of a major; this projects one of them.
//!
//! Exactly four marks, written on members, variants and clauses: `x-since`, `x-until`,
//! `x-was` (`[name, last revision of that name]`) and `x-alias` (`[name, first revision that takes
//! it]`). Whatever is dropped leaves `required` too.

use serde_json::{Map, Value, json};

use crate::Version;

const SINCE: &str = "x-since";
const UNTIL: &str = "x-until";
const WAS: &str = "x-was";
const ALIAS: &str = "x-alias";

/// Leaves only what the revision of that rank has, under the names it had.
pub(crate) fn project(schema: &mut Value, version: &Version, rank: usize) {
    match schema {
        Value::Object(members) => {
            project_properties(members, version, rank);
            for (_, child) in members.iter_mut() {
                project(child, version, rank);
            }
            members.retain(|key, child| !(is_clause_list(key) && child == &Value::Array(vec![])));
            if let Some(Value::Object(definitions)) = members.get_mut("$defs") {
                definitions.retain(|_, definition| lives(definition, version, rank));
            }
        }
        Value::Array(items) => {
            items.retain(|item| lives(item, version, rank));
            for item in items {
                project(item, version, rank);
            }
        }
        _ => {}
    }
}

/// An empty conjunction says nothing, and the meta-schema forbids it.
fn is_clause_list(keyword: &str) -> bool {
    matches!(keyword, "allOf" | "anyOf" | "oneOf")
}

fn revision_rank(mark: Option<&Value>, version: &Version) -> Option<usize> {
    mark.and_then(Value::as_str).and_then(|name| version.rank(name))
}

fn lives(clause: &Value, version: &Version, rank: usize) -> bool {
    let since = revision_rank(clause.get(SINCE), version);
    let until = revision_rank(clause.get(UNTIL), version);
    since.is_none_or(|since| rank >= since) && until.is_none_or(|until| rank <= until)
}

fn project_properties(object: &mut Map<String, Value>, version: &Version, rank: usize) {
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    let mut kept = Map::new();
    let mut renamed: Vec<(String, Option<String>)> = Vec::new();
    let mut aliases = Vec::new();
    for (name, property) in std::mem::take(properties) {
        if !lives(&property, version, rank) {
            renamed.push((name, None));
            continue;
        }
        let shown = old_name(&property, version, rank).unwrap_or_else(|| name.clone());
        if let Some(alias) = alias(&property, version, rank) {
            aliases.push((shown.clone(), alias, property.clone()));
        }
        renamed.push((name, Some(shown.clone())));
        kept.insert(shown, property);
    }
    for (_, alias, property) in &aliases {
        kept.insert(alias.clone(), deprecated(property));
    }
    *properties = kept;
    rename_required(object, &renamed);
    for (shown, alias, _) in aliases {
        exclude_both(object, &shown, &alias);
    }
}

/// The name up to the revision that `x-was` gives.
fn old_name(property: &Value, version: &Version, rank: usize) -> Option<String> {
    let was = property.get(WAS)?.as_array()?;
    let last = revision_rank(was.get(1), version)?;
    (rank <= last).then(|| was.first().and_then(Value::as_str).map(str::to_owned))?
}

/// The old spelling that readers take from the revision that `x-alias` gives.
fn alias(property: &Value, version: &Version, rank: usize) -> Option<String> {
    let alias = property.get(ALIAS)?.as_array()?;
    let first = revision_rank(alias.get(1), version)?;
    (rank >= first).then(|| alias.first().and_then(Value::as_str).map(str::to_owned))?
}

fn deprecated(property: &Value) -> Value {
    let mut property = property.clone();
    if let Value::Object(members) = &mut property {
        members.insert("deprecated".to_owned(), Value::Bool(true));
    }
    property
}

fn rename_required(object: &mut Map<String, Value>, renamed: &[(String, Option<String>)]) {
    let Some(Value::Array(required)) = object.get_mut("required") else { return };
    let names = std::mem::take(required);
    for name in names {
        let new = name.as_str().and_then(|name| renamed.iter().find(|(old, _)| old == name));
        match new {
            Some((_, Some(shown))) => required.push(shown.clone().into()),
            Some((_, None)) => {}
            None => required.push(name),
        }
    }
    if required.is_empty() {
        object.shift_remove("required");
    }
}

/// The old and the new spelling never stand together.
fn exclude_both(object: &mut Map<String, Value>, shown: &str, alias: &str) {
    let both = json!({"required": [alias, shown]});
    let clauses = object.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(clauses) = clauses else { return };
    if !clauses.iter().any(|clause| says_not_both(clause, shown, alias)) {
        clauses.push(json!({"not": both}));
    }
}

fn says_not_both(clause: &Value, shown: &str, alias: &str) -> bool {
    let required = clause.get("not").and_then(|not| not.get("required")).and_then(Value::as_array);
    required.is_some_and(|names| {
        names.len() == 2 && names.contains(&shown.into()) && names.contains(&alias.into())
    })
}

/// Removes definitions that nothing refers to any more.
pub(crate) fn drop_unused_definitions(root: &mut Value) {
    loop {
        let mut used = Vec::new();
        collect_references(root, &mut used);
        let Some(Value::Object(definitions)) = root.get_mut("$defs") else { return };
        let before = definitions.len();
        definitions.retain(|name, _| used.iter().any(|reference| reference == name));
        let (after, empty) = (definitions.len(), definitions.is_empty());
        if empty {
            root.as_object_mut().map(|members| members.shift_remove("$defs"));
            return;
        }
        if before == after {
            return;
        }
    }
}

fn collect_references(value: &Value, used: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Value::as_str) {
                used.extend(name.strip_prefix("#/$defs/").map(str::to_owned));
            }
            members.values().for_each(|child| collect_references(child, used));
        }
        Value::Array(items) => items.iter().for_each(|child| collect_references(child, used)),
        _ => {}
    }
}

/// Removes every mark: the published schema holds none of our own keywords.
pub(crate) fn strip_marks(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|key, _| !key.starts_with("x-"));
            members.values_mut().for_each(strip_marks);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_marks),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Literal, Version};

    const VERSION: Version = Version {
        name: "v0",
        literal: Literal::None,
        revisions: &["one", "two", "three"],
        schema: |_| schemars::json_schema!({}),
    };

    fn projected(rank: usize) -> Value {
        let mut schema = json!({
            "type": "object",
            "required": ["new_name", "late", "always"],
            "properties": {
                "always": {"type": "string"},
                "new_name": {"type": "string", "x-was": ["old_name", "one"],
                    "x-alias": ["old_name", "two"]},
                "late": {"$ref": "#/$defs/Late", "x-since": "three"},
                "early": {"type": "null", "x-until": "two"}
            },
            "allOf": [{"x-since": "three", "$comment": "rule a/b", "required": ["late"]}],
            "$defs": {"Late": {"type": "integer"}}
        });
        project(&mut schema, &VERSION, rank);
        drop_unused_definitions(&mut schema);
        strip_marks(&mut schema);
        schema
    }

    #[test]
    fn the_first_revision_has_the_old_name_and_nothing_later() {
        assert_eq!(
            projected(0),
            json!({"type": "object", "required": ["old_name", "always"], "properties": {
                "always": {"type": "string"}, "old_name": {"type": "string"},
                "early": {"type": "null"}}})
        );
    }

    #[test]
    fn an_alias_stands_beside_the_new_name_and_never_together_with_it() {
        let schema = projected(1);
        assert_eq!(
            schema.pointer("/properties/old_name"),
            Some(&json!({"type": "string", "deprecated": true}))
        );
        assert_eq!(schema.pointer("/required"), Some(&json!(["new_name", "always"])));
        assert_eq!(
            schema.pointer("/allOf"),
            Some(&json!([{"not": {"required": ["old_name", "new_name"]}}]))
        );
    }

    #[test]
    fn the_last_revision_has_what_came_and_not_what_went() {
        let schema = projected(2);
        assert!(schema.pointer("/properties/late").is_some());
        assert!(schema.pointer("/$defs/Late").is_some());
        assert!(schema.pointer("/properties/early").is_none());
        assert_eq!(schema.pointer("/allOf/0/required"), Some(&json!(["late"])));
    }
}
