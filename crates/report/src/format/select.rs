//! The formats by name.

use std::io::{self, Write};
use std::str::FromStr;

use contracts::toolkit::FindingReport;

use super::{RenderOptions, github, html, json, junit, markdown, ndjson, sarif, text};

/// An output format of `--format` and `--output FORMAT=PATH`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Text,
    /// `toolkit/finding-report`.
    Json,
    /// Workflow commands that annotate a change.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML: a test case a document.
    Junit,
    /// A comment on a pull request, or a job's summary.
    Markdown,
    /// One self-contained page.
    Html,
    /// One finding a line.
    Ndjson,
}

/// A name that is no format's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 8] = [
        Format::Text,
        Format::Json,
        Format::Github,
        Format::Sarif,
        Format::Junit,
        Format::Markdown,
        Format::Html,
        Format::Ndjson,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Github => "github",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Ndjson => "ndjson",
        }
    }

    /// The format of that name.
    ///
    /// # Errors
    /// When no format has that name; the message lists those that there are.
    pub fn parse(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::parse(name)
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
        let name = crate::visible::visible_within(&self.0, 60);
        write!(f, "`{name}` is no format; there are {}", known.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

/// Writes a report in a format.
///
/// # Errors
/// When the writer fails.
pub fn render(
    format: Format,
    report: &FindingReport,
    out: &mut dyn Write,
    options: &RenderOptions<'_>,
) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, out, options),
        Format::Json => json::render(report, out),
        Format::Github => github::render(report, out),
        Format::Sarif => sarif::render(report, out, options),
        Format::Junit => junit::render(report, out),
        Format::Markdown => markdown::render(report, out, options),
        Format::Html => html::render(report, out, options),
        Format::Ndjson => ndjson::render(report, out),
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.name()), Ok(format));
        }
        let message = Format::parse("xml").unwrap_err().to_string();
        assert!(message.starts_with("`xml` is no format; there are text, json, github"));
    }
}
