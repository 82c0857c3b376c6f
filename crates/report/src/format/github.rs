//! `github`: workflow commands, so that findings annotate the lines of a change.

use std::io::{self, Write};

use contracts::toolkit::{Finding, FindingReport, Severity};

use super::{place, sentence};
use crate::visible::{MESSAGE_LIMIT, visible, visible_within};

/// Writes a command a finding and, behind them, one plain line with the counts.
///
/// # Errors
/// When the writer fails.
pub fn render(report: &FindingReport, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}", command(finding))?;
    }
    for document in &report.documents {
        if let Some(reason) = &document.reason {
            writeln!(out, "{}", not_judged(&document.source, reason))?;
        }
    }
    writeln!(out, "{}; {}", sentence::verdicts(report), sentence::counts(report))
}

/// The command of one finding, without the line end.
#[must_use]
pub fn command(finding: &Finding) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let at = &finding.location;
    let mut properties: Vec<String> = Vec::new();
    if let Some(path) = place::path(&at.source) {
        properties.push(format!("file={}", escape_property(&visible(path))));
        properties.extend(at.line.map(|line| format!("line={line}")));
        properties.extend(at.line.and(at.column).map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", escape_property(&visible(&finding.code))));
    format!("::{name} {}::{}", properties.join(","), escape_data(&message(finding)))
}

fn message(finding: &Finding) -> String {
    let mut text = visible_within(&finding.message, MESSAGE_LIMIT).into_owned();
    if !finding.location.pointer.is_empty() {
        text.push_str("\nat ");
        text.push_str(&place::pointer(&finding.location.pointer));
    }
    if let Some(remedy) = &finding.remedy {
        text.push_str("\nhelp: ");
        text.push_str(&visible_within(remedy, MESSAGE_LIMIT));
    }
    text
}

fn not_judged(source: &str, reason: &str) -> String {
    let file = place::path(source)
        .map(|path| format!("file={},", escape_property(&visible(path))))
        .unwrap_or_default();
    let reason = visible_within(reason, MESSAGE_LIMIT);
    format!("::error {file}title=not judged::{}", escape_data(&reason))
}

/// A message as the runner reads it: `%`, CR and LF written as `%25`, `%0D`, `%0A`.
#[must_use]
pub fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property value as the runner reads it: as [`escape_data`], and `:` and `,` too, which
/// would end the value.
#[must_use]
pub fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Severity};
    use proptest::prelude::*;

    use super::{command, escape_data, escape_property};

    /// The reading half of a message, in the runner's order: `%25` last.
    fn unescape_data(text: &str) -> String {
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    }

    /// The reading half of a property value.
    fn unescape_property(text: &str) -> String {
        unescape_data(&text.replace("%3A", ":").replace("%2C", ","))
    }

    #[test]
    fn a_path_cannot_smuggle_in_a_command() {
        let mut finding = Finding::new("json/syntax", Severity::Error, "50% \n::warning::x");
        finding.location.source = "a,line=9::b\n::error::c.json".into();
        finding.location.line = Some(2);
        assert_eq!(
            command(&finding),
            "::error file=a%2Cline=9%3A%3Ab\\n%3A%3Aerror%3A%3Ac.json,line=2,\
             title=json/syntax::50%25 \\n::warning::x"
        );
    }

    #[test]
    fn a_note_is_a_notice_and_standard_input_has_no_file() {
        let mut finding = Finding::new("execra/lossy-output", Severity::Note, "m").at("/text");
        finding.location.source = "-".into();
        finding.location.line = Some(2);
        assert_eq!(command(&finding), "::notice title=execra/lossy-output::m%0Aat /text");
    }

    proptest! {
        #[test]
        fn escaping_round_trips_on_one_line(text in "(?s).*|[%0-9A-D:,\r\n]*") {
            let (data, property) = (escape_data(&text), escape_property(&text));
            prop_assert!(!data.contains(['\r', '\n']));
            prop_assert!(!property.contains([':', ',', '\r', '\n']));
            prop_assert_eq!(unescape_data(&data), text.as_str());
            prop_assert_eq!(unescape_property(&property), text);
        }
    }
}
