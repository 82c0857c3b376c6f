//! The same fault reported once.

use std::collections::HashMap;

use contracts::toolkit::Finding;

/// What makes two findings of one input the same fault: code, pointer, in a stream the record's
/// line, and for bare schema keywords the message (two members missing from one object fail
/// `schema/required` twice at one pointer, and both must be shown).
type Fault<'f> = (&'f str, &'f str, Option<u64>, Option<&'f str>);

/// So many findings are compared with one another faster than they are looked up.
const FEW: usize = 8;

/// The findings of one document, the same fault once.
#[must_use]
pub fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    merge(findings, false)
}

/// Merges the findings of one input, keeping the order of first appearance. Of two findings for
/// one fault the heavier stays, and takes over what only the other one knows.
pub(crate) fn merge(findings: Vec<Finding>, stream: bool) -> Vec<Finding> {
    let repeated = repeated(&findings, stream);
    if repeated.is_empty() {
        return findings;
    }
    let mut repeated = repeated.into_iter().peekable();
    let mut places: Vec<usize> = Vec::with_capacity(findings.len());
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    for (at, finding) in findings.into_iter().enumerate() {
        places.push(merged.len());
        let first = repeated.next_if(|(_, later)| *later == at).map(|(first, _)| first);
        let first = first.and_then(|first| places.get(first).copied());
        match first.and_then(|first| merged.get_mut(first)) {
            Some(first) => absorb(first, finding),
            None => merged.push(finding),
        }
    }
    merged
}

/// The places of findings that repeat an earlier one, each behind the place of the first, in order.
fn repeated(findings: &[Finding], stream: bool) -> Vec<(usize, usize)> {
    let mut repeated = Vec::new();
    // Of a stream the findings of a line stand together, unless somebody mixed them.
    let apart = stream && findings.is_sorted_by_key(|finding| finding.location.line);
    let mut start = 0;
    let mut group = |group: &[Finding]| {
        among(group, start, stream, &mut repeated);
        start += group.len();
    };
    if apart {
        findings.chunk_by(|one, other| one.location.line == other.location.line).for_each(group);
    } else {
        group(findings);
    }
    repeated
}

fn among(findings: &[Finding], start: usize, stream: bool, out: &mut Vec<(usize, usize)>) {
    if findings.len() > FEW {
        let mut places: HashMap<Fault<'_>, usize> = HashMap::with_capacity(findings.len());
        for (at, finding) in findings.iter().enumerate() {
            let first = *places.entry(fault_of(finding, stream)).or_insert(at);
            if first < at {
                out.push((start + first, start + at));
            }
        }
        return;
    }
    for (at, finding) in findings.iter().enumerate().skip(1) {
        let fault = fault_of(finding, stream);
        let first = findings.iter().take(at).position(|other| fault_of(other, stream) == fault);
        out.extend(first.map(|first| (start + first, start + at)));
    }
}

fn fault_of(finding: &Finding, stream: bool) -> Fault<'_> {
    (
        &finding.code,
        &finding.location.pointer,
        finding.location.line.filter(|_| stream),
        finding.code.starts_with("schema/").then_some(&*finding.message),
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
    fn few_and_many_are_merged_alike_wherever_their_lines_stand() {
        let all: Vec<_> = (0..60_u64)
            .map(|n| finding(["a/b", "schema/c"][(n % 2) as usize], "/x", Some(n * 7 % 5)))
            .collect();
        for count in [3, 8, 9, 60] {
            let mut some: Vec<_> = all.iter().take(count).cloned().collect();
            let apart = merge(some.clone(), true);
            let key = |f: &Finding| (f.location.line, f.code.clone());
            let mut wanted: Vec<_> = Vec::new();
            some.iter().map(key).for_each(|k| {
                if !wanted.contains(&k) {
                    wanted.push(k)
                }
            });
            assert_eq!(apart.iter().map(key).collect::<Vec<_>>(), wanted);
            some.sort_by_key(|f| f.location.line);
            let mut sorted: Vec<_> = merge(some, true).iter().map(key).collect();
            sorted.sort();
            wanted.sort();
            assert_eq!(sorted, wanted);
        }
    }

    #[test]
    fn two_members_missing_from_one_object_are_two_faults() {
        let mut host = finding("schema/required", "", None);
        host.message = "`host` is missing".into();
        let command = finding("schema/required", "", None);
        assert_eq!(merge(vec![host.clone(), command, host], false).len(), 2);
    }
}
