//! `markdown`: a comment on a pull request, or a job's summary.

use std::collections::BTreeSet;
use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, Verdict};

use super::{RenderOptions, place, sentence};
use crate::visible::{visible, visible_within};

/// Hosts take comments of up to 65,536 characters; what comes behind the rows fits in the rest.
const ROWS_LIMIT: usize = 45_000;
/// The characters that the explanations of the rules may take.
const RULES_LIMIT: usize = 12_000;
/// The longest message in a cell, in characters.
const CELL: usize = 500;
/// The longest path or pointer in a cell, in characters.
const NAME: usize = 200;

/// Writes a heading with the verdict, a table of findings, and what their rules say.
///
/// # Errors
/// When the writer fails.
pub fn render(
    report: &FindingReport,
    out: &mut dyn Write,
    options: &RenderOptions<'_>,
) -> io::Result<()> {
    let failed = report.summary.errors > 0
        || report.documents.iter().any(|document| document.verdict != Verdict::Accepted);
    let verdict = if failed { "❌ failed" } else { "✅ passed" };
    writeln!(out, "### {}: {verdict}\n", inline(&report.tool.name))?;
    writeln!(out, "{}; {}.", sentence::verdicts(report), sentence::counts(report))?;
    not_judged(report, out)?;
    let shown = rows(&report.findings, out)?;
    rules(shown, out, options)
}

fn not_judged(report: &FindingReport, out: &mut dyn Write) -> io::Result<()> {
    let documents: Vec<_> =
        report.documents.iter().filter(|d| d.verdict == Verdict::NotJudged).collect();
    if documents.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot judged:\n")?;
    for document in documents.iter().take(20) {
        let reason = document.reason.as_deref().unwrap_or("it could not be judged");
        let reason = inline(&visible_within(reason, CELL));
        writeln!(out, "- {} {reason}", code(&place::source(&document.source)))?;
    }
    if documents.len() > 20 {
        writeln!(out, "- and {} more", documents.len() - 20)?;
    }
    Ok(())
}

/// Writes the table, as far as it fits, and gives the findings that it holds.
fn rows<'r>(findings: &'r [Finding], out: &mut dyn Write) -> io::Result<&'r [Finding]> {
    if findings.is_empty() {
        return Ok(findings);
    }
    writeln!(out, "\n| Level | Where | What |\n|---|---|---|")?;
    let mut written = 0;
    let mut shown = 0;
    for finding in findings {
        let row = row(finding);
        written += row.chars().count();
        if written > ROWS_LIMIT {
            break;
        }
        shown += 1;
        writeln!(out, "{row}")?;
    }
    if shown < findings.len() {
        let left = sentence::plural((findings.len() - shown) as u64, "finding");
        writeln!(out, "\n… and {left} more than fit here.")?;
    }
    Ok(findings.get(..shown).unwrap_or(findings))
}

fn row(finding: &Finding) -> String {
    let at = &finding.location;
    let mut place = code(&place::position(at));
    if !at.pointer.is_empty() {
        place.push_str("<br>");
        place.push_str(&code(&at.pointer));
    }
    let mut what =
        format!("{} {}", code(&finding.code), inline(&visible_within(&finding.message, CELL)));
    if let Some(remedy) = &finding.remedy {
        what.push_str("<br>");
        what.push_str(&inline(&visible_within(remedy, CELL)));
    }
    format!("| {} | {place} | {what} |", finding.severity)
}

fn rules(findings: &[Finding], out: &mut dyn Write, options: &RenderOptions<'_>) -> io::Result<()> {
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code.as_ref()).collect();
    let mut written = 0;
    let mut lines = Vec::new();
    for code_text in codes {
        let Some(help) = (options.rules)(code_text) else { continue };
        let line = format!("- {} {} {}", code(code_text), inline(&help.says), inline(&help.why));
        written += line.chars().count();
        if written > RULES_LIMIT {
            break;
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n<details><summary>What the rules say</summary>\n")?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\n</details>")
}

/// Foreign text as a name in code letters, cut to a readable length. The letters come from an
/// element, not from backticks, so that nothing in the name can end them.
#[must_use]
pub fn code(name: &str) -> String {
    format!("<code>{}</code>", inline(&visible_within(name, NAME)))
}

/// Foreign text that says in Markdown what it says, and nothing else: no markup, no HTML, no
/// link, nobody notified, no end of a table's cell or of the line.
#[must_use]
pub fn inline(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut before = ['\0'; 3];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A word joiner behind the sign: hosts look for names and numbers in the rendered
            // text, where an entity alone is no longer seen.
            '@' | '#' => escaped.push_str(&format!("&#{};&#8288;", u32::from(c))),
            '&' | '<' | '>' | '|' | '`' | '*' | '_' | '[' | ']' | '~' | '\\' | '$' => {
                escaped.push_str(&format!("&#{};", u32::from(c)));
            }
            ':' if !matches!(chars.peek(), None | Some(' ' | '0'..='9')) => {
                escaped.push_str("&#58;");
            }
            '.' if before.iter().all(|c| matches!(c, 'w' | 'W')) => escaped.push_str("&#46;"),
            c => escaped.push(c),
        }
        before = [before[1], before[2], c];
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::inline;
    use crate::visible::{is_hostile, visible};

    /// Reads entities, as a Markdown reader does, and drops the word joiners.
    fn read(text: &str) -> String {
        let mut read = String::new();
        let mut rest = text;
        while let Some((head, tail)) = rest.split_once("&#") {
            let (number, after) = tail.split_once(';').unwrap();
            read.push_str(head);
            read.extend(char::from_u32(number.parse().unwrap()).filter(|c| *c != '\u{2060}'));
            rest = after;
        }
        read + rest
    }

    #[test]
    fn a_cell_cannot_be_left_and_nobody_is_notified() {
        assert_eq!(inline("a | b\n`c`"), "a &#124; b&#92;n&#96;c&#96;");
        assert_eq!(inline("@team #1"), "&#64;&#8288;team &#35;&#8288;1");
        assert_eq!(inline("<img src=x>"), "&#60;img src=x&#62;");
    }

    #[test]
    fn nothing_becomes_a_link() {
        assert_eq!(inline("https://example.com"), "https&#58;//example.com");
        assert_eq!(inline("www.example.com"), "www&#46;example.com");
        assert_eq!(inline("[a](b)"), "&#91;a&#93;(b)");
        assert_eq!(inline("a.json:3:4 and: more"), "a.json:3:4 and: more");
    }

    proptest! {
        #[test]
        fn any_text_reads_back_as_shown(text in "\\PC*|[@#&<>|`*_\\[\\]~$:.w \n]*") {
            let escaped = inline(&text);
            prop_assert_eq!(read(&escaped), visible(&text).into_owned());
            prop_assert!(!escaped.chars().any(is_hostile));
            prop_assert!(!escaped.contains(['|', '`', '<', '>', '@', '[', '*', '_']));
        }
    }
}
