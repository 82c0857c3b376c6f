//! The same fault reported once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use contracts::toolkit::Finding;

/// What makes two findings of one input the same fault: code, pointer, in a stream the record's
/// line, and for bare schema keywords the message (two members missing from one object fail
/// `schema/required` twice at one pointer, and both must be shown).
type Fault = (String, String, Option<u64>, Option<String>);

/// The findings of one document, the same fault once.
#[must_use]
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    merge(findings, false)
}

/// Merges the findings of one input, keeping the order of first appearance. Of two findings for
/// one fault the heavier stays, and takes over what only the other one knows.
pub(crate) fn merge(findings: Vec<Finding>, stream: bool) -> Vec<Finding> {
    let mut places: HashMap<Fault, usize> = HashMap::with_capacity(findings.len());
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match places.entry(fault_of(&finding, stream)) {
            Entry::Vacant(free) => {
                free.insert(merged.len());
                merged.push(finding);
            }
            Entry::Occupied(taken) => {
                if let Some(first) = merged.get_mut(*taken.get()) {
                    absorb(first, finding);
                }
            }
        }
    }
    merged
}

fn fault_of(finding: &Finding, stream: bool) -> Fault {
    (
        finding.code.to_string(),
        finding.location.pointer.clone(),
        finding.location.line.filter(|_| stream),
        finding.code.starts_with("schema/").then(|| finding.message.clone()),
    )
}

fn absorb(first: &mut Finding, mut other: Finding) {
    if other.severity > first.severity {
        std::mem::swap(first, &mut other);
    }
    if first.location.line.is_none() {
        first.location.line = other.location.line;
        first.location.column = other.location.column;
        first.snippet = first.snippet.take().or(other.snippet);
    }
    first.remedy = first.remedy.take().or(other.remedy);
    first.contract = first.contract.take().or(other.contract);
    first.schema_pointer = first.schema_pointer.take().or(other.schema_pointer);
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Severity};

    use super::merge;

    fn finding(code: &'static str, pointer: &str, line: Option<u64>) -> Finding {
        let mut finding = Finding::new(code, Severity::Warning, "message").at(pointer);
        finding.location.line = line;
        finding
    }

    #[test]
    fn one_fault_is_one_finding_with_what_both_knew() {
        let mut heavy = finding("cron/status-derived", "/status", None).with_remedy("mend it");
        heavy.severity = Severity::Error;
        let light = finding("cron/status-derived", "/status", Some(4));
        let merged = merge(vec![light, heavy], false);
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].severity, Severity::Error);
        assert_eq!(merged[0].location.line, Some(4));
        assert_eq!(merged[0].remedy.as_deref(), Some("mend it"));
    }

    #[test]
    fn records_of_a_stream_are_apart() {
        let two = || vec![finding("a/b", "/x", Some(1)), finding("a/b", "/x", Some(2))];
        assert_eq!(merge(two(), true).len(), 2);
        assert_eq!(merge(two(), false).len(), 1);
    }

    #[test]
    fn two_members_missing_from_one_object_are_two_faults() {
        let mut host = finding("schema/required", "", None);
        host.message = "`host` is missing".into();
        let command = finding("schema/required", "", None);
        assert_eq!(merge(vec![host.clone(), command, host], false).len(), 2);
    }
}
