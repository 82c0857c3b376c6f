//! Which of the reasons for a refusal is the cause that a person should read.

use std::collections::BTreeSet;

use serde_json::Value;

use super::counterpart::resolved;
use crate::canonical::Refusal;

/// The first reason, followed into the branch of a union that the document is meant for.
pub(crate) fn cause_of(refusals: &[Refusal], schema: &Value, document: &Value) -> Option<Refusal> {
    let mut cause = refusals.first()?;
    while !cause.ways.is_empty() {
        let Some(way) = meant(cause, schema, document) else { break };
        let Some(first) = cause.ways.get(way).and_then(|refusals| refusals.first()) else { break };
        cause = first;
    }
    Some(cause.clone())
}

/// The branch that the document is meant for: by the tag where the branches have one, else the
/// only one whose objection does not concern the value as a whole.
fn meant(union: &Refusal, schema: &Value, document: &Value) -> Option<usize> {
    let branches = schema.pointer(&union.schema_pointer)?.as_array()?;
    let value = document.pointer(&union.instance_pointer)?;
    let branches: Vec<&Value> = branches.iter().map(|b| resolved(schema, b)).collect();
    let tags = tag_names(&branches);
    if !tags.is_empty() {
        let fits = |branch: &&Value| tags.iter().all(|tag| tag_fits(branch, tag, value));
        return branches.iter().position(fits);
    }
    let whole = |refusal: &Refusal| {
        refusal.instance_pointer == union.instance_pointer
            && matches!(refusal.keyword.as_str(), "type" | "const" | "enum" | "falseSchema")
    };
    let mut deeper = (0..union.ways.len()).filter(|way| !union.ways[*way].iter().any(whole));
    let only = deeper.next()?;
    deeper.next().is_none().then_some(only)
}

/// Members that every object branch fixes to constants.
fn tag_names(branches: &[&Value]) -> BTreeSet<String> {
    let fixed = |branch: &Value| -> BTreeSet<String> {
        let members = branch.get("properties").and_then(Value::as_object);
        let constant = |schema: &Value| {
            schema.get("const").is_some()
                || schema.get("enum").and_then(Value::as_array).is_some_and(|e| e.len() == 1)
        };
        let names = members.into_iter().flatten().filter(|(_, schema)| constant(schema));
        names.map(|(name, _)| name.clone()).collect()
    };
    let mut objects = branches.iter().filter(|branch| branch.get("properties").is_some());
    let Some(first) = objects.next() else { return BTreeSet::new() };
    objects.fold(fixed(first), |tags, branch| &tags & &fixed(branch))
}

fn tag_fits(branch: &Value, tag: &str, value: &Value) -> bool {
    let Some(schema) = branch.get("properties").and_then(|p| p.get(tag)) else { return false };
    let constant = schema.get("const").or_else(|| schema.get("enum").and_then(|e| e.get(0)));
    constant.is_some() && constant == value.get(tag)
}
