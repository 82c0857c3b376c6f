//! Dual read: which of several accepted versions judges a document.

use catalog::{Contract, Reference};
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use crate::phrase;
use crate::union::join;

/// Who judges a document.
#[derive(Debug)]
pub enum Accepted {
    /// This version.
    By(Reference),
    /// One of these, in this order: the document does not say which version it has.
    ByOneOf(Vec<Reference>),
    /// None: the document's version is not accepted.
    Not(Box<Finding>),
}

/// Which of the accepted versions (`v1`, `v0.0.29`, `0.29`) judges a document that would be judged
/// by `named` if all were. Without a list every version is accepted.
#[must_use]
pub fn choose(document: &Value, named: &Reference, accepted: &[String]) -> Accepted {
    if accepted.is_empty() {
        return Accepted::By(*named);
    }
    let contract = named.contract;
    let within = accepted.iter().filter_map(|name| Reference::within(contract, name));
    let candidates: Vec<Reference> = within.collect();
    if candidates.is_empty() {
        return Accepted::Not(Box::new(none_of(contract, accepted)));
    }
    let member = contract.version_member.and_then(|name| Some((name, document.get(name)?)));
    let Some((member, found)) = member else { return Accepted::ByOneOf(candidates) };
    let by: Vec<Reference> = candidates
        .iter()
        .filter(|candidate| candidate.version().name == named.version().name)
        .copied()
        .collect();
    match by.as_slice() {
        [] => Accepted::Not(Box::new(other_version(named, member, found, &candidates))),
        [one] => Accepted::By(*one),
        _ => Accepted::ByOneOf(by),
    }
}

fn other_version(
    named: &Reference,
    member: &str,
    found: &Value,
    candidates: &[Reference],
) -> Finding {
    let names: Vec<String> = candidates.iter().map(ToString::to_string).collect();
    let message = format!(
        "the document has version {} ({named}); accepted are {}",
        phrase::value(found),
        phrase::list(&names)
    );
    finding(message).at(join("", member))
}

fn none_of(contract: &Contract, accepted: &[String]) -> Finding {
    finding(format!("{} has no version {}", contract.id, phrase::list(accepted)))
}

fn finding(message: String) -> Finding {
    let meta = &crate::rules::document::version_not_accepted::META;
    Finding::new(meta.code, Severity::Error, message).with_remedy(meta.remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(document: &Value, named: &str, accepted: &[&str]) -> String {
        let named = Reference::parse(named).unwrap();
        let accepted: Vec<String> = accepted.iter().map(|name| (*name).to_owned()).collect();
        match choose(document, &named, &accepted) {
            Accepted::By(one) => one.to_string(),
            Accepted::ByOneOf(several) => phrase::list(
                &several.iter().map(|one| one.revision().to_owned()).collect::<Vec<_>>(),
            ),
            Accepted::Not(finding) => finding.location.pointer,
        }
    }

    #[test]
    fn the_version_that_a_document_names_judges_it_where_it_is_accepted() {
        let document = json!({"version": 2});
        let v2 = "runner/execution-certificate@v2";
        assert_eq!(chosen(&document, v2, &[]), v2);
        assert_eq!(chosen(&document, v2, &["v1", "v2"]), v2);
        assert_eq!(chosen(&document, v2, &["v1"]), "/version");
        assert_eq!(chosen(&document, v2, &["v7"]), "");
    }

    #[test]
    fn a_document_that_names_none_is_for_any_of_them() {
        let list = chosen(&json!({}), "kanade/command", &["0.26", "0.29", "v1"]);
        assert_eq!(list, "`0.26` or `0.29`");
    }
}
