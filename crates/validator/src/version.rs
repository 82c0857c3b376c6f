//! Which version a document is judged by, and the two ways in which it can name a wrong one.

use catalog::{Contract, Literal, Reference, Version};
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use crate::phrase;
use crate::union::join;

/// What a document's version member leads to.
#[derive(Debug)]
pub enum Dispatch {
    /// Judge it by this version.
    Judge(Reference),
    /// Refuse it: `version/newer` or `version/unknown`, never both.
    Refuse(Box<Finding>),
}

/// The version named by the user, else by the document, else the newest.
#[must_use]
pub fn dispatch(document: &Value, wanted: &Reference) -> Dispatch {
    dispatch_by(wanted.contract.version_member.and_then(|name| document.get(name)), wanted)
}

/// The same by the value of the document's version member, where it has one.
#[must_use]
pub fn dispatch_by(found: Option<&Value>, wanted: &Reference) -> Dispatch {
    let contract = wanted.contract;
    let newest = Reference { contract, version: wanted.version, revision: wanted.revision };
    if wanted.version.is_some() {
        return Dispatch::Judge(newest);
    }
    let Some((member, found)) = contract.version_member.zip(found) else {
        return Dispatch::Judge(newest);
    };
    if let Some(version) = contract.versions.iter().find(|version| holds(version, found)) {
        return Dispatch::Judge(Reference { version: Some(version), ..newest });
    }
    match (number(found), of_right_type(contract, found)) {
        // Another JSON type is a fault of type, and the schema says so best.
        (_, false) => Dispatch::Judge(newest),
        (Some(number), true) if newest_number(contract).is_some_and(|known| number > known) => {
            Dispatch::Refuse(Box::new(newer(contract, member, found)))
        }
        _ => Dispatch::Refuse(Box::new(unknown(contract, member, found))),
    }
}

fn holds(version: &Version, found: &Value) -> bool {
    match version.literal {
        Literal::Int(int) => number(found) == Some(i128::from(int)) && found.is_number(),
        Literal::Text(text) => found.as_str() == Some(text),
        Literal::None => false,
    }
}

fn of_right_type(contract: &Contract, found: &Value) -> bool {
    contract.versions.iter().any(|version| match version.literal {
        Literal::Int(_) => found.is_number(),
        Literal::Text(_) => found.is_string(),
        Literal::None => false,
    })
}

/// The version as a whole number, however it is written.
fn number(found: &Value) -> Option<i128> {
    match found {
        Value::Number(n) => match (n.as_i64(), n.as_u64(), n.as_f64()) {
            (Some(int), _, _) => Some(int.into()),
            (_, Some(int), _) => Some(int.into()),
            #[allow(clippy::cast_possible_truncation)]
            (_, _, Some(float)) if float.fract() == 0.0 => Some(float as i128),
            _ => None,
        },
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn newest_number(contract: &Contract) -> Option<i128> {
    let literals = contract.versions.iter().filter_map(|version| match version.literal {
        Literal::Int(int) => Some(i128::from(int)),
        Literal::Text(text) => text.parse().ok(),
        Literal::None => None,
    });
    literals.max()
}

fn known(contract: &Contract) -> String {
    let literals: Vec<String> = contract
        .versions
        .iter()
        .filter_map(|version| match version.literal {
            Literal::Int(int) => Some(int.to_string()),
            Literal::Text(text) => Some(format!("\"{text}\"")),
            Literal::None => None,
        })
        .collect();
    phrase::list(&literals)
}

fn newer(contract: &Contract, member: &str, found: &Value) -> Finding {
    let message = format!(
        "{} names version {}, newer than every version known here ({}): it is refused, not guessed",
        contract.id,
        phrase::value(found),
        known(contract)
    );
    Finding::new("version/newer", Severity::Error, message).at(join("", member)).with_remedy(
        "use a newer release of this tool, or have the document written in a version it knows",
    )
}

fn unknown(contract: &Contract, member: &str, found: &Value) -> Finding {
    let message = format!(
        "{} has no version {}; the catalogue holds {}",
        contract.id,
        phrase::value(found),
        known(contract)
    );
    Finding::new("version/unknown", Severity::Error, message)
        .at(join("", member))
        .with_remedy("write one of the versions that the catalogue holds")
}
