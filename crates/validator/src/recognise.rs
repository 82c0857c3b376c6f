//! Which contract a document belongs to, told by its signature: also when the document is broken.

use std::fmt::Write as _;

use catalog::{Contract, contracts};
use serde_json::Value;

use crate::outline::Outline;
use crate::signs;

/// What the signatures say of a document.
#[derive(Debug, Clone)]
pub enum Recognised {
    /// One contract stands out.
    One(&'static Contract),
    /// Several are equally near; the user must say which.
    Ambiguous(Vec<&'static Contract>),
    /// None is near.
    Unknown,
}

/// Scores every contract's signature against the document and takes the one that stands out.
#[must_use]
pub fn contract(document: &Value) -> Recognised {
    stands_out(contracts::all().map(|contract| (score(contract, document), contract)))
}

/// The contract that stands out by an outline of the document alone; none when none does, or when
/// the outline is not sure.
pub(crate) fn outlined(outline: &Outline<'_>) -> Option<&'static Contract> {
    match stands_out(signs::scores(outline)?) {
        Recognised::One(contract) => Some(contract),
        _ => None,
    }
}

fn stands_out(scored: impl Iterator<Item = (u32, &'static Contract)>) -> Recognised {
    let scored: Vec<_> =
        scored.filter(|(score, contract)| *score >= contract.signature.least).collect();
    let Some(best) = scored.iter().map(|(score, _)| *score).max() else {
        return Recognised::Unknown;
    };
    let tied: Vec<_> = scored.into_iter().filter(|(score, _)| *score == best).collect();
    match tied.as_slice() {
        [(_, only)] => Recognised::One(only),
        _ => Recognised::Ambiguous(tied.into_iter().map(|(_, contract)| contract).collect()),
    }
}

/// The same for text that does not parse: its top-level member names are taken as they stand.
#[must_use]
pub fn broken_text(text: &str) -> Recognised {
    contract(&member_names(text))
}

/// The sum of the weights of what the document has of a contract's signature.
#[must_use]
pub fn score(contract: &Contract, document: &Value) -> u32 {
    let signature = &contract.signature;
    let members = signature.members.iter().filter(|(name, _)| at(document, name).is_some());
    let constants = signature.constants.iter().filter(|(pointer, values, _)| {
        at(document, pointer).is_some_and(|found| {
            let shown = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            values.contains(&shown.as_str())
        })
    });
    let members: u32 = members.map(|(_, weight)| *weight).sum();
    members + constants.map(|(_, _, weight)| *weight).sum::<u32>()
}

/// The value at a member's name or at a pointer. Every document that comes without `--contract` is
/// asked about every signature, so a pointer is walked without unescaping it: no signature needs `~`.
fn at<'d>(document: &'d Value, name: &str) -> Option<&'d Value> {
    let Some(pointer) = name.strip_prefix('/') else { return member(document, name) };
    if pointer.contains('~') {
        return document.pointer(name);
    }
    pointer.split('/').try_fold(document, |at, part| match at {
        Value::Array(items) => items.get(index(part)?),
        other => member(other, part),
    })
}

/// A small object is searched faster than a name is hashed.
fn member<'d>(document: &'d Value, name: &str) -> Option<&'d Value> {
    let members = document.as_object()?;
    if members.len() > 16 {
        return members.get(name);
    }
    members.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// A place in an array as pointers write it: no sign, no leading zero.
fn index(part: &str) -> Option<usize> {
    let plain = part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
    plain.then(|| part.parse().ok())?
}

/// `a, b or c`, for the message that asks which one is meant.
#[must_use]
pub fn names(candidates: &[&Contract]) -> String {
    let mut out = String::new();
    for (index, contract) in candidates.iter().enumerate() {
        let glue = if index == 0 { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(out, "{glue}{}", contract.id);
    }
    out
}

/// Every `"name":` of a broken text and string values right behind it, as one flat object.
fn member_names(text: &str) -> Value {
    let mut members = serde_json::Map::new();
    let mut pieces = text.split('"').skip(1);
    let mut pending: Option<String> = None;
    while let (Some(inside), Some(after)) = (pieces.next(), pieces.next()) {
        let after = after.trim_start();
        if let Some(name) = pending.take() {
            members.insert(name, Value::String(inside.to_owned()));
        } else if let Some(rest) = after.strip_prefix(':') {
            if rest.trim().is_empty() {
                pending = Some(inside.to_owned());
            } else {
                members.insert(inside.to_owned(), Value::Null);
            }
        }
        if members.len() > 200 {
            break;
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_signature_is_looked_up_as_a_pointer_is() {
        let mut wide = json!({"a": {"b": [10, {"c": 1}]}, "": 5, "x~y": 2, "list": [0]});
        for pointer in [
            "/a/b/0",
            "/a/b/1/c",
            "/a/b/01",
            "/a/b/+1",
            "/a/b/2",
            "/a/c",
            "/",
            "/x~0y",
            "/list/0/z",
        ] {
            assert_eq!(at(&wide, pointer), wide.pointer(pointer), "{pointer}");
        }
        assert_eq!(at(&wide, "list"), wide.get("list"));
        (0..20).for_each(|n| wide[format!("m{n}")] = json!(n));
        assert_eq!((at(&wide, "m7"), at(&wide, "m99")), (Some(&json!(7)), None));
    }

    #[test]
    fn names_of_a_broken_text_are_found() {
        let found = member_names(r#"{"status": "ok", "exit_code": 3, "host": "a" "x" }"#);
        let names: Vec<_> = found.as_object().map(|o| o.keys().collect()).unwrap_or_default();
        assert_eq!(names, ["status", "exit_code", "host"]);
    }
}
