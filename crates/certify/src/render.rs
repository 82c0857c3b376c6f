//! The two files of a certificate: JSON for programs, Markdown for people.

use contracts::runner::{Check, CheckStatus, ExecutionCertificate, SummaryStatus};
use minijinja::{Environment, context};
use report::visible::visible_within;

/// The longest cell of a table, in characters.
const CELL_LIMIT: usize = 300;

const PAGE: &str = include_str!("render/certificate.md.j2");

/// The certificate's file: indented JSON with a line feed at the end.
///
/// # Errors
/// When the certificate cannot be encoded: a fault of ours.
pub fn json(certificate: &ExecutionCertificate) -> Result<String, serde_json::Error> {
    Ok(format!("{}\n", serde_json::to_string_pretty(certificate)?))
}

/// The certificate's page.
///
/// # Errors
/// When the template does not render: a fault of ours.
pub fn markdown(certificate: &ExecutionCertificate) -> Result<String, minijinja::Error> {
    let mut environment = Environment::empty();
    environment.add_filter("cell", |text: &str| cell(text));
    environment.add_filter("code", |text: &str| code(text));
    environment.add_template("page", PAGE)?;
    let (runner, summary) = (&certificate.runner, &certificate.summary);
    let registry = &certificate.execution_intent.registry_ref;
    let page = environment.get_template("page")?.render(context! {
        runner_id => runner.runner_id.as_str(),
        class => runner.class.as_str(),
        status => runner.status.as_str(),
        blocking => runner.blocking,
        repo => runner.implementation_repo.as_str(),
        commit => runner.commit_sha.as_str(),
        certified_at => runner.certified_at.as_str(),
        verdict => verdict(certificate),
        passed => summary.passed,
        failed => summary.failed,
        skipped => summary.skipped,
        registry_path => registry.path.as_str(),
        registry_version => registry.version,
        intent_hash => certificate.equivalence.intent_hash.as_str(),
        payload_sha256 => certificate.proof.payload_sha256.as_str(),
        checks => certificate.checks.iter().map(table_row).collect::<Vec<_>>(),
    })?;
    // Templates end without a line feed, files with one.
    Ok(format!("{page}\n"))
}

/// What the run comes to, in words that cannot be mistaken.
#[must_use]
pub fn verdict(certificate: &ExecutionCertificate) -> &'static str {
    match (certificate.summary.status, certificate.summary.blocking) {
        (SummaryStatus::Pass, _) if certificate.summary.passed > 0 && ran(certificate) => "passed",
        (SummaryStatus::Pass, _) => "not run",
        (SummaryStatus::Fail, true) => "FAILED, and the lane blocks",
        (SummaryStatus::Fail, false) => "FAILED, on a lane that does not block",
    }
}

fn ran(certificate: &ExecutionCertificate) -> bool {
    certificate.runner.status == contracts::runner::LaneStatus::Active
}

fn table_row(check: &Check) -> minijinja::Value {
    let (mark, word) = match check.status {
        CheckStatus::Pass => ("✓", "pass"),
        CheckStatus::Fail => ("✗", "fail"),
        CheckStatus::Skip => ("–", "skip"),
    };
    context! {
        mark, word,
        group => check.group.as_str(),
        id => check.id.as_str(),
        exit_code => check.exit_code,
        duration => check.duration_ms.map_or_else(String::new, |ms| format!("{ms} ms")),
        detail => check.detail.as_str(),
    }
}

/// Foreign text in a table cell: nothing in it can end the cell, start a link or hide.
fn cell(text: &str) -> String {
    let mut safe = String::new();
    for c in visible_within(text, CELL_LIMIT).chars() {
        if matches!(c, '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '~' | '#' | '!' | '&')
        {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// Foreign text between backticks, in a table.
fn code(text: &str) -> String {
    let shown = visible_within(text, CELL_LIMIT).replace('|', "\\|");
    // A fence longer than any run inside cannot be ended by the text.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_leave_its_cell() {
        assert_eq!(cell("a|b<i>[x](y)"), "a\\|b\\<i\\>\\[x\\](y)");
        assert_eq!(cell("line\nbreak"), "line\\\\nbreak");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b"), "`a\\|b`");
    }
}
