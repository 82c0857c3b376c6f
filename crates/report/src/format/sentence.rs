//! The closing sentences of a run, shared by the formats that people read.

use std::collections::BTreeMap;

use contracts::toolkit::{FindingReport, Severity, Verdict};

use crate::visible::visible_within;

/// The most contracts that the sentence about recognition names.
const CONTRACTS_NAMED: usize = 8;

/// What became of the inputs: `3 documents, 2 accepted, 1 rejected`, or `3 documents accepted`.
pub(crate) fn verdicts(report: &FindingReport) -> String {
    let of = |verdict| report.documents.iter().filter(|d| d.verdict == verdict).count() as u64;
    let mut parts: Vec<(u64, &str)> = vec![
        (of(Verdict::Accepted), "accepted"),
        (of(Verdict::Rejected), "rejected"),
        (of(Verdict::NotJudged), "not judged"),
    ];
    parts.retain(|(count, _)| *count > 0);
    let summary = &report.summary;
    let mut sentence = plural(summary.documents, "document");
    if summary.instances > summary.documents {
        sentence = format!("{sentence} ({})", plural(summary.instances, "instance"));
    }
    if let [(_, word)] = parts.as_slice() {
        return format!("{sentence} {word}");
    }
    for (count, word) in parts {
        sentence.push_str(&format!(", {count} {word}"));
    }
    sentence
}

/// What was found: `1 error, 2 warnings, 3 notes`, with what is not listed.
pub(crate) fn counts(report: &FindingReport) -> String {
    let summary = &report.summary;
    let found = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let mut sentence = if found.iter().all(|(count, _)| *count == 0) {
        "no findings".to_owned()
    } else {
        found.map(|(count, noun)| plural(count, noun)).join(", ")
    };
    if summary.notes > 0 && !report.findings.iter().any(|f| f.severity == Severity::Note) {
        sentence.push_str(" (notes are listed with --notes)");
    }
    if summary.waived > 0 {
        sentence.push_str(&format!("; {} waived", summary.waived));
    }
    if summary.unlisted > 0 {
        sentence.push_str(&format!("; {} not listed", plural(summary.unlisted, "finding")));
    }
    sentence
}

/// Which contracts were recognised by signature: `recognised 2 as cron/execution-report@v1`.
pub(crate) fn recognised(report: &FindingReport) -> Option<String> {
    let mut contracts: BTreeMap<&str, u64> = BTreeMap::new();
    for document in report.documents.iter().filter(|document| document.recognised) {
        if let Some(contract) = document.contract.as_deref() {
            *contracts.entry(contract).or_default() += 1;
        }
    }
    if contracts.is_empty() {
        return None;
    }
    let mut parts: Vec<String> = contracts
        .iter()
        .take(CONTRACTS_NAMED)
        .map(|(contract, count)| format!("{count} as {}", visible_within(contract, 100)))
        .collect();
    if contracts.len() > CONTRACTS_NAMED {
        parts.push(format!("and {} contracts more", contracts.len() - CONTRACTS_NAMED));
    }
    Some(format!("recognised {}", parts.join(", ")))
}

/// A count with its noun.
pub(crate) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("{count} {noun}") } else { format!("{count} {noun}s") }
}
