//! The matrix as Markdown, for a job summary.

use std::fmt::Write as _;

use contracts::runner::{MatrixRow, StatusMatrix};
use report::visible::visible_within;

use super::face;
use crate::row::duration;

/// Forges cut job summaries off at a mebibyte; the table ends before that.
const MOST_BYTES: usize = 900 * 1024;

/// The whole page.
#[must_use]
pub fn matrix(matrix: &StatusMatrix) -> String {
    let mut page = String::from("# Runner status\n\n");
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{}\n", headline(matrix));
    if matrix.partial == Some(true) {
        page.push_str("**Partial:** the run was cut short. Lanes that were not looked at stand as missing.\n\n");
    }
    page.push_str(
        "| Verdict | Lane | Class | Freshness | Runner | Age | Release | Certificate | Why |\n",
    );
    page.push_str("|---|---|---|---|---|---|---|---|---|\n");
    for (place, row) in matrix.matrix_rows.iter().enumerate() {
        if page.len() > MOST_BYTES {
            let left = matrix.matrix_rows.len() - place;
            let _ = writeln!(page, "\n{left} more lanes stand in the JSON matrix.");
            break;
        }
        let _ = writeln!(page, "{}", table_row(row));
    }
    page.push_str(&provenance(matrix));
    page
}

fn headline(matrix: &StatusMatrix) -> String {
    let counts = matrix.counts.unwrap_or_default();
    let blocking = match counts.blocking_fail {
        0 => "nothing blocks".to_owned(),
        1 => "**1 lane blocks**".to_owned(),
        many => format!("**{many} lanes block**"),
    };
    format!(
        "{} · {} lanes: {} fresh, {} stale, {} missing · {blocking} · {} overdue",
        text(&matrix.updated_at, 40),
        counts.lanes,
        counts.fresh,
        counts.stale,
        counts.missing,
        counts.non_blocking_fail
    )
}

fn table_row(row: &MatrixRow) -> String {
    let (verdict, fresh) = (face::verdict(row), face::freshness(row.freshness_state));
    let (status, certificate) =
        (face::status(row.runner_status), face::certificate(row.certificate_state));
    let age = row.status_report.as_ref().and_then(|times| times.age_seconds);
    let release =
        row.status_source.as_ref().map(|s| s.release_version.as_str()).unwrap_or_default();
    let lane = match row.evidence_url.as_deref().filter(|url| is_plain_https(url)) {
        Some(url) => format!("[{}](<{url}>)", code(&row.runner_id, 64)),
        None => code(&row.runner_id, 64),
    };
    let class = row.failure_class.map(|class| code(class.code(), 60) + " ").unwrap_or_default();
    format!(
        "| {} {} | {lane} | {} | {} {} | {} {} | {} | {} | {} {} | {class}{} |",
        verdict.sign,
        verdict.word,
        face::class(row.lane_class),
        fresh.sign,
        fresh.word,
        status.sign,
        status.word,
        age.map(duration).unwrap_or_else(|| "–".to_owned()),
        if release.is_empty() { "–".to_owned() } else { code(release, 60) },
        certificate.sign,
        certificate.word,
        text(row.reason.as_deref().unwrap_or_default(), 240),
    )
}

fn provenance(matrix: &StatusMatrix) -> String {
    let mut lines = String::from("\n");
    if let Some(registry) = &matrix.registry_ref {
        let _ = writeln!(
            lines,
            "Registry {} (version {})  ",
            code(&registry.path, 200),
            registry.version
        );
    }
    if let Some(pin) = &matrix.report_schema {
        let sha256: String = pin.sha256.chars().take(12).collect();
        let _ = writeln!(lines, "Reports judged by {} ({sha256}…)", code(&pin.contract, 60));
    }
    lines
}

/// Text that Markdown takes for nothing but text: what could mean something is written as an
/// entity, links that forges find by themselves and mentions are broken up.
#[must_use]
pub fn text(foreign: &str, limit: usize) -> String {
    let shown = visible_within(foreign, limit);
    let mut safe = String::with_capacity(shown.len());
    let mut chars = shown.chars().peekable();
    while let Some(c) = chars.next() {
        let links = match c {
            ':' => chars.peek() == Some(&'/'),
            '.' => ends_with_www(&safe),
            _ => false,
        };
        match c {
            '@' => safe.push_str("&#64;<!-- -->"),
            c if !links && (c.is_alphanumeric() || " ,;:.()/%'\"=+?…–-●◐○✔✖▲".contains(c)) =>
            {
                safe.push(c);
            }
            c => {
                let _ = write!(safe, "&#{};", u32::from(c));
            }
        }
    }
    safe
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3
        && bytes.get(bytes.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case(b"www"))
}

/// The same in the type of code; forges look for neither mentions nor references in it.
#[must_use]
pub fn code(foreign: &str, limit: usize) -> String {
    format!("<code>{}</code>", text(foreign, limit).replace("<!-- -->", ""))
}

/// A URL that stands between `<` and `>` as it is.
fn is_plain_https(url: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/%+,=&@".contains(&b);
    url.starts_with("https://") && url.len() <= 1_000 && url.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_leave_its_cell() {
        let hostile =
            "a|b`c`\n<script>[x](javascript:1) @all #1 \u{202e}**x** Www.example.com Http://a";
        for shown in [text(hostile, 500), code(hostile, 500)] {
            let bare = shown.replace("<code>", "").replace("</code>", "").replace("<!-- -->", "");
            let bare = bare.to_ascii_lowercase();
            for sign in ["|", "`", "\n", "<", ">", "[", "*", "@", "\u{202e}", "www.", "://"] {
                assert!(!bare.contains(sign), "{sign}: {bare}");
            }
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert!(text(&"x".repeat(10_000), 100).chars().count() <= 101);
    }

    #[test]
    fn only_plain_https_is_linked() {
        assert!(is_plain_https("https://forge.example.com/a/b/releases/tag/v1"));
        for url in
            ["javascript:alert(1)", "http://a/", "https://a/>b", "https://a/ b", "https://a/|"]
        {
            assert!(!is_plain_https(url), "{url}");
        }
    }
}
