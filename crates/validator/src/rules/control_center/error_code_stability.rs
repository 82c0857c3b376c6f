//! `control/error-code-stability`: a rule between two versions of an error catalogue.

use std::collections::HashSet;

use contracts::control_center::CatalogedError;
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use super::error_catalog_facts::{ErrorCatalog, ErrorCatalogFacts};
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/error-code-stability",
    level: Severity::Error,
    consumer: None,
    says: "An error code stands once in its catalogue, keeps its `httpStatus` and `retryable` from \
           version to version, and never disappears.",
    why: "Clients have the code in their programs: what they do on it must stay right.",
    remedy: "Add a code for the new case and leave the old one as it is.",
};

/// The part that one catalogue can break: a code with two promises.
pub const RULE: Rule<ErrorCatalog> = Rule::<ErrorCatalog>::judged(&META, check);

fn check(catalog: &ErrorCatalogFacts<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    for (index, error) in catalog.errors.iter().enumerate() {
        if let Some(code) = error.code.text().filter(|code| !seen.insert(*code)) {
            let message = format!("the code {} stands here a second time", quote(code));
            sink.report(format!("/errors/{index}/code"), message);
        }
    }
}

/// The same over two catalogue documents; what is no catalogue is its own contract's matter.
#[must_use]
pub fn in_pair(before: &Value, after: &Value) -> Vec<Finding> {
    let read = |catalog: &Value| {
        serde_json::from_value::<contracts::control_center::ErrorCatalog>(catalog.clone()).ok()
    };
    match (read(before), read(after)) {
        (Some(old), Some(new)) => compare(&old.errors, &new.errors),
        _ => Vec::new(),
    }
}

/// What the new catalogue does to the codes of the old one; pointers lead into the new one.
#[must_use]
pub fn compare(old: &[CatalogedError], new: &[CatalogedError]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for before in old {
        let code = quote(&before.code);
        let now = new.iter().enumerate().find(|(_, error)| error.code == before.code);
        let Some((index, after)) = now else {
            findings.push(finding("/errors", format!("the published code {code} is gone")));
            continue;
        };
        let mut changed = |member: &str, from: String, to: String| {
            let message = format!("{code} had {member} {from}, and now has {to}");
            findings.push(finding(&format!("/errors/{index}/{member}"), message));
        };
        if before.http_status != after.http_status {
            let (from, to) = (before.http_status.0, after.http_status.0);
            changed("httpStatus", from.to_string(), to.to_string());
        }
        if before.retryable != after.retryable {
            changed("retryable", before.retryable.to_string(), after.retryable.to_string());
        }
    }
    findings
}

fn finding(pointer: &str, message: String) -> Finding {
    Finding::new(META.code, META.level, message).at(pointer).with_remedy(META.remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use contracts::control_center::HttpStatus;
    use serde_json::json;

    fn error(code: &str, status: u16, retryable: bool) -> CatalogedError {
        let (code, meaning) = (code.to_owned(), "m".to_owned());
        CatalogedError { code, http_status: HttpStatus(status), retryable, meaning }
    }

    fn pointers(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.location.pointer.as_str()).collect()
    }

    #[test]
    fn a_code_stands_once() {
        let twice = json!({"errors": [{"code": "A"}, {"code": "B"}, {"code": "A"}]});
        assert_eq!(places(&RULE, &twice), ["error /errors/2/code"]);
    }

    #[test]
    fn a_code_keeps_its_promise() {
        let old = [error("A", 404, false), error("B", 503, true)];
        let added = [error("C", 0, false), error("B", 503, true), error("A", 404, false)];
        assert!(compare(&old, &added).is_empty());
        let changed = [error("B", 500, false)];
        assert_eq!(
            pointers(&compare(&old, &changed)),
            ["/errors", "/errors/0/httpStatus", "/errors/0/retryable"]
        );
    }
}
