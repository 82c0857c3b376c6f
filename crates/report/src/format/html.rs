//! `html`: one self-contained page. No script, no request to anywhere; the policy in its head
//! allows nothing but its own style sheet, by digest.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contracts::toolkit::{Finding, FindingReport, JudgedDocument, Severity, Verdict};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{RenderOptions, place, sentence, text_snippet};
use crate::visible::{MESSAGE_LIMIT, visible_within};

const TEMPLATE: &str = include_str!("../../templates/findings.html");
const STYLE: &str = include_str!("../../templates/findings.css");
/// The most documents that the page's table lists.
const DOCUMENTS: usize = 2_000;

#[derive(Serialize)]
struct Page {
    style: &'static str,
    style_digest: String,
    tool: String,
    version: String,
    verdict: &'static str,
    verdicts: String,
    counts: String,
    documents: Vec<DocumentRow>,
    documents_left: usize,
    findings: Vec<FindingRow>,
}

#[derive(Serialize)]
struct DocumentRow {
    verdict: Verdict,
    word: &'static str,
    sign: &'static str,
    source: String,
    reason: String,
    contract: String,
    recognised: bool,
    instances: u64,
}

#[derive(Serialize)]
struct FindingRow {
    level: Severity,
    sign: &'static str,
    code: String,
    message: String,
    position: String,
    pointer: String,
    contract: String,
    snippet: Option<Marked>,
    remedy: String,
    says: String,
    why: String,
}

#[derive(Serialize)]
struct Marked {
    before: String,
    marked: String,
    after: String,
}

/// Writes the page.
///
/// # Errors
/// When the writer fails.
pub fn render(
    report: &FindingReport,
    out: &mut dyn Write,
    options: &RenderOptions<'_>,
) -> io::Result<()> {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let page =
        templates.render_str(TEMPLATE, Serde(page(report, options))).map_err(io::Error::other)?;
    writeln!(out, "{page}")
}

fn page(report: &FindingReport, options: &RenderOptions<'_>) -> Page {
    let failed = report.summary.errors > 0
        || report.documents.iter().any(|document| document.verdict != Verdict::Accepted);
    Page {
        style: STYLE,
        style_digest: format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE))),
        tool: shown(&report.tool.name),
        version: shown(&report.tool.version),
        verdict: if failed { "failed" } else { "passed" },
        verdicts: sentence::verdicts(report),
        counts: sentence::counts(report),
        documents: report.documents.iter().take(DOCUMENTS).map(document_row).collect(),
        documents_left: report.documents.len().saturating_sub(DOCUMENTS),
        findings: report.findings.iter().map(|finding| finding_row(finding, options)).collect(),
    }
}

fn document_row(document: &JudgedDocument) -> DocumentRow {
    let (word, sign) = match document.verdict {
        Verdict::Accepted => ("accepted", "✓"),
        Verdict::Rejected => ("rejected", "✗"),
        Verdict::NotJudged => ("not judged", "?"),
    };
    DocumentRow {
        verdict: document.verdict,
        word,
        sign,
        source: place::source(&document.source).into_owned(),
        reason: shown(document.reason.as_deref().unwrap_or("")),
        contract: shown(document.contract.as_deref().unwrap_or("")),
        recognised: document.recognised,
        instances: document.instances,
    }
}

fn finding_row(finding: &Finding, options: &RenderOptions<'_>) -> FindingRow {
    let help = (options.rules)(&finding.code);
    let snippet = finding.snippet.as_ref().map(|snippet| {
        let (before, marked, after) = text_snippet::parts(snippet);
        Marked { before, marked, after }
    });
    FindingRow {
        level: finding.severity,
        sign: match finding.severity {
            Severity::Error => "✗",
            Severity::Warning => "▲",
            Severity::Note => "●",
        },
        code: shown(&finding.code),
        message: shown(&finding.message),
        position: place::position(&finding.location),
        pointer: place::pointer(&finding.location.pointer).into_owned(),
        contract: shown(finding.contract.as_deref().unwrap_or("")),
        snippet,
        remedy: shown(finding.remedy.as_deref().unwrap_or("")),
        says: help.as_ref().map(|help| shown(&help.says)).unwrap_or_default(),
        why: help.as_ref().map(|help| shown(&help.why)).unwrap_or_default(),
    }
}

fn shown(text: &str) -> String {
    visible_within(text, MESSAGE_LIMIT).into_owned()
}
