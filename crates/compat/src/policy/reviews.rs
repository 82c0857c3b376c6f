//! What no schema shows: other words for a required member, another default, another rule. Only a
//! person can say whether something else is meant, so each of these asks for a review.

use std::collections::BTreeMap;

use catalog::canonical::without_annotations;
use serde_json::Value;

use super::fact::Fact;
use super::member::{Declared, Node};

/// Changed words and defaults of what both sides declare.
pub(super) fn of_members(old: &Declared, new: &Declared) -> Vec<Fact> {
    let both = old.iter().filter_map(|(place, before)| Some((place, before, new.get(place)?)));
    let mut facts = Vec::new();
    for (place, before, after) in both {
        facts.extend(words(place, before, after));
        facts.extend(default(place, before, after));
    }
    facts
}

fn words(place: &str, before: &Node, after: &Node) -> Option<Fact> {
    if before.text == after.text {
        return None;
    }
    let fact = if before.required || after.required {
        let message = format!("the description of the required member `{place}` changed");
        Fact::notice("meaning-changed", message)
    } else {
        Fact::notice("text-changed", format!("the description of `{place}` changed"))
    };
    let about = [place, &before.text, &after.text];
    Some(fact.at(Some(&before.pointer), Some(&after.pointer)).about(&about))
}

fn default(place: &str, before: &Node, after: &Node) -> Option<Fact> {
    if before.default == after.default {
        return None;
    }
    let shown = |value: &Option<Value>| match value {
        Some(value) => format!("`{}`", validator::phrase::value(value).trim_matches('`')),
        None => "nothing".to_owned(),
    };
    let (was, is) = (shown(&before.default), shown(&after.default));
    let message = format!("where `{place}` is absent, {was} stood for it, and now {is} does");
    let fact = Fact::notice("default-changed", message);
    Some(fact.at(Some(&before.pointer), Some(&after.pointer)).about(&[place, &was, &is]))
}

/// The clauses of a schema that carry rules, by the rule's code, each with its place.
type Clauses<'s> = BTreeMap<&'s str, Vec<(String, &'s Value)>>;

/// Rules whose clauses came, went or say something else. A clause inside which another fact was
/// found is told by that fact.
pub(super) fn of_clauses(old: &Value, new: &Value, told: &[Fact]) -> Vec<Fact> {
    let (mut before, mut after) = (Clauses::new(), Clauses::new());
    clauses(old, "", &mut before);
    clauses(new, "", &mut after);
    let mut codes: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    codes.sort_unstable();
    codes.dedup();
    let none = Vec::new();
    codes
        .into_iter()
        .filter_map(|code| {
            let was = before.get(code).unwrap_or(&none);
            let is = after.get(code).unwrap_or(&none);
            clause_fact(code, was, is, told)
        })
        .collect()
}

fn clause_fact(
    code: &str,
    was: &[(String, &Value)],
    is: &[(String, &Value)],
    told: &[Fact],
) -> Option<Fact> {
    let bare = |clauses: &[(String, &Value)]| {
        clauses.iter().map(|(_, clause)| without_annotations(clause)).collect::<Vec<_>>()
    };
    let (before, after) = (bare(was), bare(is));
    if before == after || told_inside(was, is, told) {
        return None;
    }
    let (old, new) = (was.first().map(|(at, _)| &**at), is.first().map(|(at, _)| &**at));
    let what = match (old, new) {
        (None, _) => "the schema carries it now",
        (_, None) => "the schema no longer carries it",
        _ => "its clause in the schema changed",
    };
    let (before, after) = (Value::Array(before).to_string(), Value::Array(after).to_string());
    let fact = Fact::notice("rule-changed", format!("the rule {code}: {what}"));
    Some(fact.at(old, new).about(&[code, &before, &after]))
}

fn told_inside(was: &[(String, &Value)], is: &[(String, &Value)], told: &[Fact]) -> bool {
    let within = |clauses: &[(String, &Value)], pointer: &Option<String>| {
        pointer.as_ref().is_some_and(|pointer| {
            clauses.iter().any(|(at, _)| {
                pointer.strip_prefix(at.as_str()).is_some_and(|rest| rest.starts_with('/'))
            })
        })
    };
    told.iter().any(|fact| within(was, &fact.old_pointer) || within(is, &fact.new_pointer))
}

fn clauses<'s>(schema: &'s Value, pointer: &str, found: &mut Clauses<'s>) {
    match schema {
        Value::Object(keywords) => {
            let comment = keywords.get("$comment").and_then(Value::as_str);
            if let Some(code) = comment.and_then(|comment| comment.strip_prefix("rule ")) {
                found.entry(code).or_default().push((pointer.to_owned(), schema));
            }
            for (keyword, below) in keywords {
                // Documents and values are no schemas.
                if !matches!(keyword.as_str(), "examples" | "const" | "enum" | "default") {
                    let token = keyword.replace('~', "~0").replace('/', "~1");
                    clauses(below, &format!("{pointer}/{token}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                clauses(item, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::member::declared;
    use super::{of_clauses, of_members};

    fn kinds(old: &Value, new: &Value) -> Vec<&'static str> {
        of_members(&declared(old), &declared(new)).iter().map(|fact| fact.kind).collect()
    }

    #[test]
    fn words_of_required_members_and_defaults_are_asked_about() {
        let schema = |text: &str, default: i32| {
            json!({"required": ["a"], "properties": {
                "a": {"description": text}, "b": {"description": "b", "default": default}}})
        };
        assert!(kinds(&schema("in  seconds", 1), &schema("in seconds", 1)).is_empty());
        assert_eq!(kinds(&schema("in seconds", 1), &schema("in ms", 1)), ["meaning-changed"]);
        assert_eq!(kinds(&schema("x", 1), &schema("x", 2)), ["default-changed"]);
        let optional = json!({"properties": {"a": {"description": "new"}}});
        assert_eq!(kinds(&json!({"properties": {"a": {}}}), &optional), ["text-changed"]);
    }

    #[test]
    fn clauses_that_carry_rules_are_compared_by_code() {
        let with = |limit: u32| {
            json!({"allOf": [
                {"$comment": "rule a/b", "maxProperties": limit, "description": limit.to_string()}]})
        };
        let fact = |old: &Value, new: &Value| of_clauses(old, new, &[]);
        assert!(fact(&with(1), &with(1)).is_empty());
        assert!(fact(&with(1), &with(2))[0].message.contains("changed"));
        assert!(fact(&json!({}), &with(1))[0].message.contains("carries it now"));
        assert!(fact(&with(1), &json!({}))[0].message.contains("no longer"));
    }
}
