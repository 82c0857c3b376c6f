//! `junit`: a test case a document, for CI systems that know tests and nothing else.
//!
//! The few elements that are needed are written here; a library would bring a clock, random
//! identifiers and an XML stack of its own for them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, JudgedDocument, Severity, Verdict};

use super::{place, xml};
use crate::visible::{MESSAGE_LIMIT, visible_within};

/// One test case: an input, or the source of findings that belong to no input (a waiver file).
struct Case<'r> {
    source: &'r str,
    contract: &'r str,
    verdict: Verdict,
    reason: &'r str,
    findings: Vec<&'r Finding>,
}

/// Writes one suite with a case a document: a failure where it is rejected, an error where it
/// could not be judged; warnings and notes of an accepted one stand in its output.
///
/// # Errors
/// When the writer fails.
pub fn render(report: &FindingReport, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(report);
    let count = |verdict| cases.iter().filter(|case| case.verdict == verdict).count().to_string();
    let tests = cases.len().to_string();
    let (failures, errors) = (count(Verdict::Rejected), count(Verdict::NotJudged));
    let totals = [
        ("name", report.tool.name.as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
    ];
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    xml::tag(out, "testsuites", &totals, ">\n  ")?;
    xml::tag(out, "testsuite", &[totals.as_slice(), &[("skipped", "0")]].concat(), ">\n")?;
    for case in &cases {
        write_case(case, out)?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn cases(report: &FindingReport) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = report.documents.iter().map(case_of).collect();
    let mut places: HashMap<&str, usize> =
        cases.iter().enumerate().map(|(place, case)| (case.source, place)).collect();
    for finding in &report.findings {
        let source = finding.location.source.as_str();
        let place = *places.entry(source).or_insert_with(|| {
            cases.push(Case {
                source,
                contract: finding.contract.as_deref().unwrap_or(""),
                verdict: Verdict::Accepted,
                reason: "",
                findings: Vec::new(),
            });
            cases.len() - 1
        });
        if let Some(case) = cases.get_mut(place) {
            case.findings.push(finding);
            if finding.severity == Severity::Error && case.verdict == Verdict::Accepted {
                case.verdict = Verdict::Rejected;
            }
        }
    }
    cases
}

fn case_of(document: &JudgedDocument) -> Case<'_> {
    Case {
        source: &document.source,
        contract: document.contract.as_deref().unwrap_or(""),
        verdict: document.verdict,
        reason: document.reason.as_deref().unwrap_or(""),
        findings: Vec::new(),
    }
}

fn write_case(case: &Case<'_>, out: &mut dyn Write) -> io::Result<()> {
    let class = if case.contract.is_empty() { "documents" } else { case.contract };
    let name = place::source(case.source);
    write!(out, "    ")?;
    xml::tag(out, "testcase", &[("classname", class), ("name", &name)], ">\n")?;
    match case.verdict {
        Verdict::NotJudged => {
            let reason = visible_within(case.reason, MESSAGE_LIMIT);
            write!(out, "      ")?;
            xml::tag(out, "error", &[("type", "not-judged"), ("message", &reason)], "/>\n")?;
        }
        Verdict::Rejected => write_failure(case, out)?,
        Verdict::Accepted if case.findings.is_empty() => {}
        Verdict::Accepted => {
            writeln!(out, "      <system-out>")?;
            write_findings(&case.findings, out)?;
            writeln!(out, "      </system-out>")?;
        }
    }
    writeln!(out, "    </testcase>")
}

fn write_failure(case: &Case<'_>, out: &mut dyn Write) -> io::Result<()> {
    let worst = case.findings.iter().min_by_key(|finding| Reverse(finding.severity));
    let (code, message) = match worst {
        Some(finding) => (finding.code.as_ref(), finding.message.as_str()),
        None => ("rejected", "rejected by findings that this report does not list"),
    };
    let message = visible_within(message, MESSAGE_LIMIT);
    write!(out, "      ")?;
    xml::tag(out, "failure", &[("type", code), ("message", &message)], ">\n")?;
    write_findings(&case.findings, out)?;
    writeln!(out, "      </failure>")
}

fn write_findings(findings: &[&Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        let line = format!(
            "{}[{}] {}: {}",
            finding.severity,
            finding.code,
            place::position(&finding.location),
            visible_within(&finding.message, MESSAGE_LIMIT),
        );
        writeln!(out, "{}", xml::escape(&line))?;
        let pointer = format!("  at {}", place::pointer(&finding.location.pointer));
        writeln!(out, "{}", xml::escape(&pointer))?;
        if let Some(remedy) = &finding.remedy {
            let help = format!("  help: {}", visible_within(remedy, MESSAGE_LIMIT));
            writeln!(out, "{}", xml::escape(&help))?;
        }
    }
    Ok(())
}
