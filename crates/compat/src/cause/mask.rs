//! Looking past a cause: the smallest edit of one of the schemas after which it refuses no more.

use serde_json::{Map, Value};

use super::{Change, counterparts};

/// One schema edited so that a found cause is out of the way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    /// The reader's schema takes it.
    Reader(Value),
    /// The writer's schema does not emit it.
    Writer(Value),
}

/// The edit that takes a cause out of the way; `None` where there is nothing to edit.
pub(crate) fn mask(change: &Change<'_>) -> Option<Edit> {
    let keyword = change.refusal.keyword.as_str();
    let mut reader = change.reader.clone();
    if keyword == "falseSchema" {
        *reader.pointer_mut(&change.refusal.schema_pointer)? = Value::Bool(true);
        return Some(Edit::Reader(reader));
    }
    if let Some(part) = change.undeclared() {
        let places = counterparts(change.reader, change.witness, &part);
        *reader.pointer_mut(places.first()?)? = Value::Bool(true);
        return Some(Edit::Reader(reader));
    }
    if matches!(keyword, "anyOf" | "oneOf")
        && let Some(writer) = without_branch(change)
    {
        return Some(Edit::Writer(writer));
    }
    let holder = reader.pointer_mut(change.holder())?.as_object_mut()?;
    let name = change.name();
    match keyword {
        "required" => drop_name(holder, &name)?,
        // Among finitely many values each is a cause of its own; among infinitely many none is.
        "enum" | "const" if change.named_before() => {
            allow_value(holder, keyword, change.value())?;
        }
        // The same of types: where the writer names none, each of its values is one cause.
        "type" if change.said().is_some() || change.named_before() => {
            allow_type(holder, change.value())?;
        }
        "additionalProperties" | "unevaluatedProperties" if change.declared_before(&name) => {
            let properties = holder.entry("properties").or_insert_with(|| Map::new().into());
            properties.as_object_mut()?.insert(name, Value::Bool(true));
        }
        _ => {
            let last = change.refusal.schema_pointer.rsplit('/').next()?;
            holder.shift_remove(last)?;
        }
    }
    Some(Edit::Reader(reader))
}

fn drop_name(holder: &mut Map<String, Value>, name: &str) -> Option<()> {
    let names = holder.get_mut("required")?.as_array_mut()?;
    let before = names.len();
    names.retain(|entry| entry.as_str() != Some(name));
    (names.len() < before).then_some(())
}

fn allow_value(holder: &mut Map<String, Value>, keyword: &str, value: &Value) -> Option<()> {
    let mut values = match holder.shift_remove(keyword)? {
        Value::Array(values) if keyword == "enum" => values,
        constant => vec![constant],
    };
    values.push(value.clone());
    holder.insert("enum".to_owned(), Value::Array(values));
    Some(())
}

fn allow_type(holder: &mut Map<String, Value>, value: &Value) -> Option<()> {
    let mut types = match holder.shift_remove("type")? {
        Value::Array(types) => types,
        one => vec![one],
    };
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    types.retain(|known| known != name && !(name == "number" && known == "integer"));
    types.push(name.into());
    holder.insert("type".to_owned(), Value::Array(types));
    Some(())
}

/// The writer's schema without the branch of a union that gave the witness.
fn without_branch(change: &Change<'_>) -> Option<Value> {
    let inside = |at: &&String| {
        let mut tokens = at.rsplit('/');
        let index = tokens.next().is_some_and(|last| last.parse::<usize>().is_ok());
        index && tokens.next().is_some_and(|keyword| matches!(keyword, "anyOf" | "oneOf"))
    };
    let branch = change.before.iter().find(inside)?;
    let mut writer = change.writer.clone();
    *writer.pointer_mut(branch)? = Value::Bool(false);
    Some(writer)
}
