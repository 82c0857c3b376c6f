//! `sarif`: SARIF 2.1.0, for code scanning. Nothing in it depends on the time or the machine.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, JudgedDocument, Location, Verdict};
use serde_json::{Map, Value, json};

use super::{RenderOptions, json as safe_json, place, uri};
use crate::fingerprint;
use crate::visible::{MESSAGE_LIMIT, visible_within};

/// The name of our fingerprint; a change of its recipe is a new version.
const FINGERPRINT: &str = "dataContractsFinding/v1";

/// Writes one run with its rules, its results, and notifications for what was not judged.
///
/// # Errors
/// When the writer fails.
pub fn render(
    report: &FindingReport,
    out: &mut dyn Write,
    options: &RenderOptions<'_>,
) -> io::Result<()> {
    let rules = rule_places(&report.findings);
    let mut driver = Map::new();
    driver.insert("name".to_owned(), report.tool.name.as_str().into());
    driver.insert("version".to_owned(), report.tool.version.as_str().into());
    driver.insert("rules".to_owned(), rules.keys().map(|code| rule(code, options)).collect());
    let log = json!({
        "version": "2.1.0",
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "runs": [{
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.summary.not_judged == 0,
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results(&report.findings, &rules),
        }],
    });
    safe_json::pretty(&log, out)
}

/// Every code of the run with its place in the table of rules.
fn rule_places(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut rules: BTreeMap<&str, usize> =
        findings.iter().map(|finding| (finding.code.as_ref(), 0)).collect();
    for (place, index) in rules.values_mut().enumerate() {
        *index = place;
    }
    rules
}

fn rule(code: &str, options: &RenderOptions<'_>) -> Value {
    match (options.rules)(code) {
        Some(help) => json!({
            "id": code,
            "shortDescription": {"text": help.says},
            "fullDescription": {"text": help.why},
            "help": {"text": help.remedy},
        }),
        None => json!({"id": code}),
    }
}

fn results(findings: &[Finding], rules: &BTreeMap<&str, usize>) -> Vec<Value> {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut results = Vec::with_capacity(findings.len());
    for finding in findings {
        let print = fingerprint::of_finding(finding);
        // The same fault on another record of a stream: told apart by its number, not its line.
        let number = seen.entry(print.clone()).and_modify(|count| *count += 1).or_insert(1);
        let print = if *number == 1 { print } else { format!("{print}/{number}") };
        results.push(json!({
            "ruleId": finding.code,
            "ruleIndex": rules.get(finding.code.as_ref()),
            "level": finding.severity.as_str(),
            "message": {"text": message(finding)},
            "locations": locations(&finding.location),
            "partialFingerprints": {FINGERPRINT: print},
        }));
    }
    results
}

fn message(finding: &Finding) -> String {
    let mut text = visible_within(&finding.message, MESSAGE_LIMIT).into_owned();
    if let Some(remedy) = &finding.remedy {
        text.push_str("\nHelp: ");
        text.push_str(&visible_within(remedy, MESSAGE_LIMIT));
    }
    text
}

/// The place, where there is more to say than that it was standard input.
fn locations(at: &Location) -> Vec<Value> {
    let mut location = Map::new();
    if let Some(path) = place::path(&at.source) {
        let mut physical = json!({"artifactLocation": {"uri": uri::of_path(path)}});
        if let (Some(line), Value::Object(members)) = (at.line, &mut physical) {
            let mut region = Map::new();
            region.insert("startLine".to_owned(), line.into());
            if let Some(column) = at.column {
                region.insert("startColumn".to_owned(), column.into());
            }
            members.insert("region".to_owned(), region.into());
        }
        location.insert("physicalLocation".to_owned(), physical);
    }
    if !at.pointer.is_empty() {
        let pointer = place::pointer(&at.pointer);
        let member = json!([{"fullyQualifiedName": pointer, "kind": "member"}]);
        location.insert("logicalLocations".to_owned(), member);
    }
    if location.is_empty() { Vec::new() } else { vec![Value::Object(location)] }
}

/// What the run says of itself: inputs that it could not judge, findings that it does not list.
fn notifications(report: &FindingReport) -> Vec<Value> {
    let not_judged = report.documents.iter().filter(|d| d.verdict == Verdict::NotJudged);
    let mut notifications: Vec<Value> = not_judged.map(not_judged_notification).collect();
    if report.summary.unlisted > 0 {
        let text = format!("findings not listed here: {}", report.summary.unlisted);
        notifications.push(json!({"level": "warning", "message": {"text": text}}));
    }
    notifications
}

fn not_judged_notification(document: &JudgedDocument) -> Value {
    let reason = document.reason.as_deref().unwrap_or("it could not be judged");
    json!({
        "level": "error",
        "message": {"text": visible_within(reason, MESSAGE_LIMIT)},
        "locations": locations(&Location::of(document.source.as_str())),
    })
}
