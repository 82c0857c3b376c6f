//! `ndjson`: one finding a line, for programs that read while we write.

use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, JudgedDocument, ReportSummary, Verdict};
use serde::Serialize;

use super::json;

/// The last line: the counts, and the inputs that could not be judged.
#[derive(Serialize)]
struct Closing<'r> {
    summary: &'r ReportSummary,
    not_judged: Vec<&'r JudgedDocument>,
}

/// Writes every finding as one line, then one line that has a `summary` member: a reader that
/// does not see it knows that the run was cut short.
///
/// # Errors
/// When the writer fails.
pub fn render(report: &FindingReport, out: &mut dyn Write) -> io::Result<()> {
    for found in &report.findings {
        finding(found, out)?;
    }
    let not_judged = report.documents.iter().filter(|d| d.verdict == Verdict::NotJudged);
    json::line(&Closing { summary: &report.summary, not_judged: not_judged.collect() }, out)
}

/// Writes one finding as one line.
///
/// # Errors
/// When the writer fails.
pub fn finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    json::line(finding, out)
}
