//! Every fact about a change of a schema.

use catalog::canonical::without_annotations;
use contracts::toolkit::{CompatWorld, Policy, Reach};
use serde_json::Value;

use super::fact::{Fact, Way};
use super::member::declared;
use super::{notices, reviews};
use crate::compare::compare;
use crate::options::{FormatMode, Options, World};
use crate::verdict::{Comparison, SchemaFault, Side, Verdict};

/// An older version than the last one.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'v> {
    /// Its name, `v0.0.21` say.
    pub name: &'v str,
    /// Its schema.
    pub schema: &'v Value,
}

/// How versions are compared under a policy.
#[must_use]
pub fn options(policy: &Policy) -> Options {
    let world = match policy.world {
        // The schemas of a closed world are closed themselves: nothing has to be added.
        CompatWorld::Open | CompatWorld::Closed => World::Open,
        CompatWorld::EmittedOnly => World::EmittedOnly,
    };
    Options { world, formats: FormatMode::Assert, ..Options::default() }
}

/// Every fact about the change from `old` to `new`, and what it newly breaks against the versions
/// before `old` where the policy looks that far back.
///
/// # Errors
/// One of the schemas is none, or refers to what is not there.
pub fn facts(
    policy: &Policy,
    old: &Value,
    new: &Value,
    earlier: &[Earlier<'_>],
) -> Result<Vec<Fact>, SchemaFault> {
    let options = options(policy);
    // Words alone break nobody, against no version; what they mean is asked below.
    let worded = without_annotations(old) == without_annotations(new);
    let mut facts = if worded { Vec::new() } else { breaks(&compare(old, new, &options)?) };
    for version in earlier.iter().filter(|_| !worded) {
        let known = breaks(&compare(version.schema, old, &options)?);
        let found = breaks(&compare(version.schema, new, &options)?);
        for mut fact in found {
            let same = |other: &Fact| {
                (other.way, other.kind, &other.message) == (fact.way, fact.kind, &fact.message)
            };
            if reaches_back(policy, &fact) && !known.iter().chain(&facts).any(same) {
                fact.against = Some(version.name.to_owned());
                facts.push(fact);
            }
        }
    }
    let (before, after) = (declared(old), declared(new));
    facts.extend(notices::of_members(&before, &after));
    let asked = reviews::of_members(&before, &after);
    facts.extend(reviews::of_clauses(old, new, &facts));
    facts.extend(asked);
    if facts.is_empty() && said(old) != said(new) {
        let message = "the schema says the same of every document in another way";
        facts.push(Fact::notice("text-changed", message));
    }
    Ok(once(facts))
}

/// Whether the direction that a fact breaks holds against every older version.
fn reaches_back(policy: &Policy, fact: &Fact) -> bool {
    let reach = match fact.way {
        Some(Way::Backward) => policy.compatible.backward,
        Some(Way::Forward) => policy.compatible.forward,
        None => None,
    };
    reach == Some(Reach::History)
}

fn breaks(comparison: &Comparison) -> Vec<Fact> {
    let ways = [(Way::Backward, &comparison.backward), (Way::Forward, &comparison.forward)];
    ways.into_iter().flat_map(|(way, verdict)| of_verdict(way, verdict)).collect()
}

fn of_verdict(way: Way, verdict: &Verdict) -> Vec<Fact> {
    match verdict {
        Verdict::Compatible => Vec::new(),
        Verdict::Breaking(breaks) => breaks
            .iter()
            .map(|cause| Fact {
                kind: cause.rule,
                way: Some(way),
                message: cause.message.clone(),
                old_pointer: cause.old_pointer.clone(),
                new_pointer: cause.new_pointer.clone(),
                witness: Some(cause.witness.clone()),
                about: vec![cause.part.clone().unwrap_or_default()],
                against: None,
            })
            .collect(),
        Verdict::Unknown(doubt) => {
            let mut fact =
                Fact::notice("undecided", format!("nothing is proved: {}", doubt.reason));
            fact.way = Some(way);
            match doubt.side {
                Some(Side::Old) => fact.old_pointer.clone_from(&doubt.pointer),
                _ => fact.new_pointer.clone_from(&doubt.pointer),
            }
            vec![fact]
        }
    }
}

/// What a schema says, its own name and what is there for people left out.
fn said(schema: &Value) -> Value {
    let mut said = without_annotations(schema);
    if let Value::Object(keywords) = &mut said {
        keywords.remove("$id");
    }
    // Words of the contract itself and of its definitions still count as words.
    Value::Array(vec![said, texts(schema)])
}

/// The descriptions of a schema, wherever they stand.
fn texts(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let words = keywords.get("description").filter(|text| text.is_string()).cloned();
            let named = keywords.iter().filter(|(keyword, _)| {
                !matches!(keyword.as_str(), "examples" | "const" | "enum" | "default")
            });
            let below = named.map(|(_, below)| texts(below)).filter(|below| !below.is_null());
            let all: Vec<Value> = words.into_iter().chain(below).collect();
            if all.is_empty() { Value::Null } else { Value::Array(all) }
        }
        Value::Array(items) => {
            let all: Vec<Value> = items.iter().map(texts).filter(|t| !t.is_null()).collect();
            if all.is_empty() { Value::Null } else { Value::Array(all) }
        }
        _ => Value::Null,
    }
}

/// A definition that several members share is told of once.
fn once(facts: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::with_capacity(facts.len());
    for fact in facts {
        let placed = fact.old_pointer.is_some() || fact.new_pointer.is_some();
        let same = |other: &Fact| {
            (other.kind, other.way, &other.old_pointer, &other.new_pointer)
                == (fact.kind, fact.way, &fact.old_pointer, &fact.new_pointer)
        };
        if fact.way.is_some() || !placed || !kept.iter().any(same) {
            kept.push(fact);
        }
    }
    kept
}
