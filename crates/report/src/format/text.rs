//! `text`: findings as a compiler shows them, for people at a terminal.

use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, Verdict};

use super::{RenderOptions, place, sentence, text_snippet};
use crate::palette::{Palette, paint};
use crate::visible::{MESSAGE_LIMIT, visible, visible_within};

/// Writes every finding, every input that could not be judged, and the closing line.
///
/// # Errors
/// When the writer fails.
pub fn render(
    report: &FindingReport,
    out: &mut dyn Write,
    options: &RenderOptions<'_>,
) -> io::Result<()> {
    let palette = Palette::new(options.colour);
    for found in &report.findings {
        finding(found, out, &palette)?;
        writeln!(out)?;
    }
    for document in report.documents.iter().filter(|d| d.verdict == Verdict::NotJudged) {
        let reason = document.reason.as_deref().unwrap_or("it could not be judged");
        let head = paint(palette.error, "not judged");
        let message = format!(": {}", visible_within(reason, MESSAGE_LIMIT));
        writeln!(out, "{head}{}", paint(palette.strong, &message))?;
        writeln!(out, " {} {}\n", paint(palette.frame, "-->"), place::source(&document.source))?;
    }
    closing(report, out, &palette)
}

/// Writes one finding with its line, its remedy and where it stands in the document.
///
/// # Errors
/// When the writer fails.
pub fn finding(finding: &Finding, out: &mut dyn Write, palette: &Palette) -> io::Result<()> {
    let level = palette.level(finding.severity);
    let head = format!("{}[{}]", finding.severity, visible(&finding.code));
    let message = format!(": {}", visible_within(&finding.message, MESSAGE_LIMIT));
    writeln!(out, "{}{}", paint(level, &head), paint(palette.strong, &message))?;

    let line = finding.location.line.map(|line| line.to_string());
    let gutter = line.as_ref().map_or(1, String::len);
    let arrow = paint(palette.frame, "-->");
    writeln!(out, "{:gutter$}{arrow} {}", "", place::position(&finding.location))?;
    if let (Some(line), Some(snippet)) = (line, &finding.snippet) {
        text_snippet::write(&line, snippet, level, palette, out)?;
    }
    if let Some(remedy) = &finding.remedy {
        remark(out, palette, gutter, "help", &visible_within(remedy, MESSAGE_LIMIT))?;
    }
    remark(out, palette, gutter, "note", &whereabouts(finding))
}

fn whereabouts(finding: &Finding) -> String {
    let at = place::pointer(&finding.location.pointer);
    match &finding.contract {
        Some(contract) => format!("at {at}, judged by {}", visible_within(contract, 200)),
        None => format!("at {at}"),
    }
}

fn remark(
    out: &mut dyn Write,
    palette: &Palette,
    gutter: usize,
    word: &str,
    text: &str,
) -> io::Result<()> {
    let sign = paint(palette.frame, "=");
    writeln!(out, "{:gutter$} {sign} {}: {text}", "", paint(palette.strong, word))
}

/// The closing lines: what was recognised, then verdicts and counts.
fn closing(report: &FindingReport, out: &mut dyn Write, palette: &Palette) -> io::Result<()> {
    if let Some(recognised) = sentence::recognised(report) {
        writeln!(out, "{recognised}")?;
    }
    let bad = report.documents.iter().any(|d| d.verdict != Verdict::Accepted)
        || report.summary.errors > 0;
    let (style, word) = if bad { (palette.error, "failed") } else { (palette.good, "ok") };
    let verdicts = sentence::verdicts(report);
    writeln!(out, "{}: {verdicts}; {}", paint(style, word), sentence::counts(report))
}
