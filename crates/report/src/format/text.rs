//! `text`: findings as a compiler shows them, for people at a terminal.

use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, Verdict};

use super::{RenderOptions, place, sentence, text_snippet};
use crate::digits::Digits;
use crate::palette::{Palette, paint, paint_parts};
use crate::visible::{MESSAGE_LIMIT, SPACES, push_times, visible, visible_within};

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
    let mut text = String::new();
    for found in &report.findings {
        text.clear();
        push_finding(&mut text, found, &palette);
        text.push('\n');
        out.write_all(text.as_bytes())?;
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
    let mut text = String::new();
    push_finding(&mut text, finding, palette);
    out.write_all(text.as_bytes())
}

/// The same at the end of a text. A stream can have very many findings: nothing here is formatted
/// that can be copied.
fn push_finding(out: &mut String, finding: &Finding, palette: &Palette) {
    let level = palette.level(finding.severity);
    paint_parts(out, level, &[finding.severity.as_str(), "[", &visible(&finding.code), "]"]);
    let message = visible_within(&finding.message, MESSAGE_LIMIT);
    paint_parts(out, palette.strong, &[": ", &message]);
    out.push('\n');

    let mut digits = Digits::default();
    let line = finding.location.line.map(|line| digits.of(line));
    let gutter = line.map_or(1, str::len);
    push_times(out, SPACES, gutter);
    paint_parts(out, palette.frame, &["-->"]);
    out.push(' ');
    place::push_position(out, &finding.location);
    out.push('\n');
    if let (Some(line), Some(snippet)) = (line, &finding.snippet) {
        text_snippet::push(out, line, snippet, level, palette);
    }
    if let Some(remedy) = &finding.remedy {
        remark(out, palette, gutter, "help", &[&visible_within(remedy, MESSAGE_LIMIT)]);
    }
    let at = place::pointer(&finding.location.pointer);
    match &finding.contract {
        Some(contract) => {
            let contract = visible_within(contract, 200);
            remark(out, palette, gutter, "note", &["at ", &at, ", judged by ", &contract]);
        }
        None => remark(out, palette, gutter, "note", &["at ", &at]),
    }
}

fn remark(out: &mut String, palette: &Palette, gutter: usize, word: &str, text: &[&str]) {
    push_times(out, SPACES, gutter + 1);
    paint_parts(out, palette.frame, &["="]);
    out.push(' ');
    paint_parts(out, palette.strong, &[word]);
    out.push_str(": ");
    text.iter().for_each(|part| out.push_str(part));
    out.push('\n');
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
